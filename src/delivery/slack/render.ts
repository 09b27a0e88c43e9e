import type { KnownBlock, PlainTextElement } from '@slack/types';
import { priorityOf, type Severity } from '../../alert/severity.ts';
import { spanOf } from '../../alert/span.ts';
import type { AlertView, DeliveryView } from '../view.ts';
import {
  count,
  flappingText,
  nameOf,
  placeOf,
  shorten,
  sentenceOf,
  summaryOf,
  titleOf,
} from '../wording.ts';
import { date, escape, link } from './mrkdwn.ts';

/** How many alerts a message names; it says how many more there are. */
export const SHOWN = 5;
/** A longer address is left out: all blocks together have a limit. */
const LONGEST_LINK = 700;

/** Control characters but the line feed, and those that turn the direction of other people's text. */
const UNSEEN = /(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

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
  const title = titleOf(view);
  const lines = linesOf(view);
  const summary = `${icon} ${title}: ${lines[0] ?? ''}`;
  return {
    text: `${mention === undefined ? '' : `${mention} `}${escape(shorten(summary, 700))}`,
    blocks: [
      { type: 'header', text: plain(`${icon} ${title}`, 150) },
      ...lines.map((line) => ({ type: 'section' as const, text: plain(line, 1_500) })),
      { type: 'context', elements: contextOf(view, mention) },
    ],
  };
}

function iconOf({ until, movedTo, severity }: DeliveryView): string {
  if (movedTo !== undefined) return '↪️';
  return until === undefined ? ICONS[severity] : '🟢';
}

/** What a group says, line by line: the worst first. */
function linesOf(view: DeliveryView): readonly string[] {
  const { alerts, firing, resolved, until, since, movedTo } = view;
  const total = firing.length + resolved.length;
  const [first] = alerts;
  if (movedTo !== undefined) return [`Moved to another group; followed there from now on.`];
  if (until !== undefined) {
    const what =
      total === 1 && first !== undefined
        ? summaryOf(first)
        : `${count(total, 'alert')} (${namesOf(alerts, total)})`;
    return [`Resolved after ${spanOf(until - since)}: ${shorten(what, 600)}`];
  }
  if (total === 1 && first !== undefined) return single(first);
  const shown = alerts.filter((one) => !one.resolved).slice(0, SHOWN);
  const more = firing.length - shown.length;
  return [
    `${count(firing.length, 'alert')} firing${resolved.length > 0 ? `, ${resolved.length} resolved` : ''}`,
    ...shown.map((one) => shorten(`• ${sentenceOf(one)}`, 400)),
    ...(more > 0 ? [`+${more} more`] : []),
  ];
}

function single(one: AlertView): readonly string[] {
  const { description } = one.alert.annotations;
  const summary = shorten(summaryOf(one), 600);
  return description === undefined || description === summary
    ? [summary]
    : [summary, shorten(description, 1_200)];
}

function namesOf(alerts: readonly AlertView[], total: number): string {
  const names = alerts.slice(0, SHOWN).map((one) => shorten(nameOf(one), 100));
  return [...names, ...(total > names.length ? [`+${total - names.length} more`] : [])].join(', ');
}

function contextOf(
  view: DeliveryView,
  mention: string | undefined,
): (PlainTextElement | { type: 'mrkdwn'; text: string })[] {
  const { severity, since, until } = view;
  const when = until === undefined ? `since ${date(since)}` : `${date(since)} – ${date(until)}`;
  const place = placeOf(view);
  const unsteady = flappingText(view);
  const links = linksOf(view);
  return [
    { type: 'mrkdwn', text: `*${priorityOf(severity)}* ${severity} · ${when}` },
    ...(unsteady === '' ? [] : [plain(unsteady, 100)]),
    ...(place === '' ? [] : [plain(place, 300)]),
    ...(links === '' ? [] : [{ type: 'mrkdwn' as const, text: links }]),
    ...(mention === undefined ? [] : [{ type: 'mrkdwn' as const, text: mention }]),
  ];
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
  const shown = shorten(text, limit).replaceAll(UNSEEN, ' ');
  return { type: 'plain_text', text: shown.trim() === '' ? '–' : shown, emoji: false };
}
