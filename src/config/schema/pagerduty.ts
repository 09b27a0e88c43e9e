import { z } from 'zod';
import { Mistake, quoted } from '../mistake.ts';
import { checkEmail, checkUrl } from './addresses.ts';
import { checked, fieldNotes, oneOf, parsed, secret } from './fields.ts';

/** PagerDuty's hosts by service region: https://support.pagerduty.com/main/docs/service-regions */
const HOSTS = {
  us: { events: 'https://events.pagerduty.com', api: 'https://api.pagerduty.com' },
  eu: { events: 'https://events.eu.pagerduty.com', api: 'https://api.eu.pagerduty.com' },
} as const;

function baseUrl(example: string) {
  return parsed((text) => {
    checkUrl(text, ['https'], example);
    const url = new URL(text);
    if (url.pathname === '/' && url.search === '') return url.origin;
    throw new Mistake(`${quoted(text)} has a path`, `write ${url.origin}`);
  });
}

/** The account. The addresses are origins, without a path; `ca_file` is for a stand-in. */
export const pagerdutySchema = z
  .strictObject({
    api_token: secret('optional').default(''),
    from: checked((text) => text === '' || checkEmail(text)).default(''),
    region: oneOf(['us', 'eu']).default('us'),
    events_url: baseUrl(HOSTS.us.events).optional(),
    api_url: baseUrl(HOSTS.us.api).optional(),
    ca_file: checked(() => undefined)
      .register(fieldNotes, { path: true })
      .optional(),
  })
  .transform((section) => ({
    ...section,
    events_url: section.events_url ?? HOSTS[section.region].events,
    api_url: section.api_url ?? HOSTS[section.region].api,
  }));
