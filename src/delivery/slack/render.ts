import type { KnownBlock, PlainTextElement } from '@slack/types';
import { priorityOf, type Severity } from '../../alert/severity.ts';
import type { DeliveryView } from '../view.ts';
import { flappingText, insteadText, placeOf, shorten, titleOf } from '../wording.ts';
import { linesOf } from './lines.ts';
import { date, escape, link } from './mrkdwn.ts';

const HEADER_LENGTH = 150;
/** A longer address is left out: all blocks together have a limit. */
const LONGEST_LINK = 700;
const MINUTE = 60_000;

const ICONS: Readonly<Record<Severity, string>> = {
  critical: '🔴',
  error: '🟠',
  warning: '🟡',
  info: '🔵',
};

/** A message: blocks for the screen, the same as text for notifications and screen readers. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/**
 * The message of a group. Its first two lines say what and how bad; nothing in it goes stale while
 * nobody edits it: times are points in time, and a length only stands where it is over.
 *
 * Limits: header 150 characters, section 3,000, ten elements a context block; the text of an update
 * 4,000, of which escaping may need five for one. All blocks together have one that is not
 * documented: 13,200 characters of JSON for some, less for others; ours stay below 8,000.
 * @see https://docs.slack.dev/reference/block-kit/blocks/
 * @see https://github.com/slackapi/bolt-js/issues/2509
 */
export function renderMessage(view: DeliveryView, mention: string | undefined): SlackMessage {
  const icon = iconOf(view);
  const title = shorten(titleOf(view), HEADER_LENGTH - `${icon} `.length);
  const lines = linesOf(view, title);
  const summary = `${icon} ${[title, ...lines.slice(0, 1)].join(': ')}`;
  return {
    text: `${mention === undefined ? '' : `${mention} `}${escape(shorten(summary, 700))}`,
    blocks: [
      { type: 'header', text: plain(`${icon} ${title}`, HEADER_LENGTH) },
      ...lines.map((line) => ({ type: 'section' as const, text: plain(line, 1_500) })),
      { type: 'context', elements: contextOf(view, mention) },
    ],
  };
}

function iconOf({ until, movedTo, severity }: DeliveryView): string {
  if (movedTo !== undefined) return '↪️';
  return until === undefined ? ICONS[severity] : '🟢';
}

function contextOf(
  view: DeliveryView,
  mention: string | undefined,
): (PlainTextElement | { type: 'mrkdwn'; text: string })[] {
  const { severity, since, until, acknowledged, muted, instead } = view;
  const when = until === undefined ? `since ${date(since)}` : range(since, until);
  const place = placeOf(view);
  const unsteady = flappingText(view);
  const links = linksOf(view);
  return [
    { type: 'mrkdwn', text: `*${priorityOf(severity)}* ${severity} · ${when}` },
    ...(unsteady === '' ? [] : [plain(unsteady, 100)]),
    ...(acknowledged === undefined ? [] : [plain(`acknowledged by ${acknowledged.by}`, 100)]),
    ...(instead === undefined ? [] : [plain(insteadText(instead), 300)]),
    ...(muted === 0 ? [] : [plain(`${muted} more muted`, 50)]),
    ...(place === '' ? [] : [plain(place, 300)]),
    ...(links === '' ? [] : [{ type: 'mrkdwn' as const, text: links }]),
    ...(mention === undefined ? [] : [{ type: 'mrkdwn' as const, text: mention }]),
  ];
}

/** Two times that read the same, as they are said to the minute, are said once. */
function range(from: number, to: number): string {
  const isOne = Math.floor(from / MINUTE) === Math.floor(to / MINUTE);
  return isOne ? date(from) : `${date(from)} – ${date(to)}`;
}

/** The links of the worst alert: console, runbook, dashboard, logs. */
function linksOf({ alerts }: DeliveryView): string {
  const links = (alerts[0]?.alert.links ?? [])
    .map(({ title, url }) => link(shorten(title, 40), url))
    .filter((text) => text !== undefined && text.length <= LONGEST_LINK);
  return links.slice(0, 3).join(' · ');
}

/** Text that is shown as it is: in a `plain_text` object Slack parses neither mentions nor formatting. */
export function plain(text: string, limit: number): PlainTextElement {
  const shown = shorten(text, limit);
  return { type: 'plain_text', text: shown.trim() === '' ? '–' : shown, emoji: false };
}
