import type { Alert } from '../../alert/alert.ts';
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

/** An address with `http` or `https`; undefined for any other text, and for one that is too long. */
export function webAddress(text: string): URL | undefined {
  const url = URL.parse(text);
  const isWeb = url !== null && ['http:', 'https:'].includes(url.protocol);
  return isWeb && url.href.length <= LONGEST ? url : undefined;
}

function linkTo(title: string, address: string): MailLink | undefined {
  const url = webAddress(address);
  if (url === undefined) return undefined;
  return {
    words: shorten(title, 60).replaceAll('\n', ' ').trim() || 'Link',
    host: url.host,
    href: url.href,
  };
}
