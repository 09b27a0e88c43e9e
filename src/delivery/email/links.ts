import type { Alert } from '../../alert/alert.ts';
import { webAddress } from '../../alert/web-address.ts';
import { shorten } from '../wording.ts';

/** An address that people may follow, with words for it and the host that it leads to. */
export interface MailLink {
  readonly words: string;
  readonly host: string;
  readonly href: string;
}

const LINKS = 5;
const LONGEST = 2_000;

/** The links of an alert: console, runbook, dashboard, logs. */
export function linksOf(alert: Alert | undefined): readonly MailLink[] {
  const { links = [], annotations } = alert ?? {};
  const offered = [...links, { title: 'Runbook', url: annotations?.runbook ?? '' }];
  const found = offered.flatMap(({ title, url }) => linkTo(title, url) ?? []);
  return found
    .filter(({ href }, at) => found.findIndex((one) => one.href === href) === at)
    .slice(0, LINKS);
}

/** An address that fits into a mail; undefined for any text that is none. */
export function addressIn(text: string): URL | undefined {
  const url = webAddress(text);
  return url !== undefined && url.href.length <= LONGEST ? url : undefined;
}

function linkTo(title: string, address: string): MailLink | undefined {
  const url = addressIn(address);
  if (url === undefined) return undefined;
  return {
    words: shorten(title, 60).replaceAll('\n', ' ').trim() || 'Link',
    host: url.host,
    href: url.href,
  };
}
