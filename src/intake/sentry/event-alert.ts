import { z } from 'zod';
import type { MessageContext } from '../formats/format.ts';
import { anyId, anything, anyText } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Problem } from './problem.ts';

const tag = z.tuple([z.string(), z.string()]);

/** Pairs of name and value; what is no such pair is left out. */
const tags = z
  .array(z.unknown())
  .catch([])
  .transform((list) => {
    const pairs = list.map((one) => tag.safeParse(one));
    return new Map(pairs.flatMap(({ data }) => (data === undefined ? [] : [data])));
  });

const alertSchema = z.object({
  data: z.object({
    triggered_rule: anyText,
    event: z.object({
      issue_id: anyId,
      title: z.string().trim().min(1),
      culprit: anyText,
      level: anyText,
      environment: anyText,
      release: anyText,
      tags,
      url: anyText,
      web_url: anyText,
      datetime: anything,
      received: anything,
    }),
  }),
});

/**
 * Reads what a rule over a project's events posts: it is about the event's issue, and is over when
 * that is resolved. Source: Sentry, "Integration platform: webhooks: issue alerts".
 */
export function readEventAlert(value: unknown, context: MessageContext): Problem | undefined {
  const parsed = alertSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { event, triggered_rule: rule } = parsed.data.data;
  return {
    issue: event.issue_id,
    status: 'firing',
    title: event.title,
    happened: 'Error',
    project: projectIn(event.url),
    level: event.level,
    environment: event.environment ?? event.tags.get('environment'),
    severity: event.tags.get('severity'),
    annotations: [
      ['description', event.culprit],
      ['triggered_rule', rule],
      ['release', event.release ?? event.tags.get('release')],
    ],
    link: event.web_url,
    startsAt: parseTime(event.datetime),
    // When Sentry got it: its own clock, which also says when an issue was resolved.
    changedAt: parseTime(event.received) ?? context.sentAt,
  };
}

/** The project's name, which only stands in the event's address: `…/api/0/projects/acme/shop/events/…`. */
function projectIn(url: string | undefined): string | undefined {
  return /\/projects\/[^/]{1,100}\/([^/]{1,100})\/events\//u.exec(url?.slice(0, 2048) ?? '')?.[1];
}
