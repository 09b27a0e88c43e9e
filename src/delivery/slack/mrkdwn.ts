import { utcText } from '../../alert/utc.ts';
import { visible } from '../../alert/visible.ts';
import { webAddress } from '../../alert/web-address.ts';
import { shorten } from '../wording.ts';

/**
 * The few trusted fragments of mrkdwn that messages hold. Text from alarms never goes through here:
 * it is shown in `plain_text` objects, where nothing is parsed.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text/
 */

/** Slack's three control characters as entities: what is escaped can neither mention nor link. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A text from outside within so many characters once it is escaped: one may become five. */
export function escapedWithin(text: string, limit: number): string {
  let length = limit;
  for (;;) {
    const escaped = escape(shorten(text, length));
    if (escaped.length <= limit) return escaped;
    length = Math.floor((length * limit) / escaped.length);
  }
}

/** Letters, digits, blanks, dots and dashes of a text from outside: what means nothing in mrkdwn. */
function words(text: string): string {
  return visible(text)
    .replaceAll(/[^\p{L}\p{N} .-]/gu, '')
    .trim();
}

/** Who did something, where a name stands beside a time: without what formats, links or mentions. */
export function personName(name = ''): string {
  const inert = shorten(name, 80)
    .replaceAll(/[^\p{L}\p{N} ._@-]/gu, '')
    .replaceAll(/(?<![\p{L}\p{N}])[_@]+|_+(?![\p{L}\p{N}])/gu, '')
    .trim();
  return inert === '' ? 'somebody' : inert;
}

/** Further away than this a time is said with its day, in milliseconds. */
const SAME_DAY = 12 * 60 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;

/**
 * A time in the reader's zone and words, seen from `now`; with UTC where it can't be shown so.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text/#date-formatting
 */
export function time(at: number, now: number): string {
  return date(at, formatOf(at, now));
}

/** The same with how long ago that is when it is read: such a text stays true while nobody edits it. */
export function timeAgo(at: number, now: number): string {
  return date(at, `${formatOf(at, now)} ({ago})`);
}

function formatOf(at: number, now: number): string {
  return Math.abs(now - at) < SAME_DAY ? '{time}' : '{date_short_pretty} at {time}';
}

/** A time in the reader's zone, in Slack's own format tokens; with UTC where it can't be shown so. */
export function date(at: number, format = '{time}'): string {
  return `<!date^${Math.floor(at / 1000)}^${format}|${utcText(at)}>`;
}

/** From when to when; of less than a day a time of day says enough of the end. */
export function dateSpan(from: number, to: number): string {
  const format = '{date_short_pretty} {time}';
  return `${date(from, format)} to ${date(to, to - from < DAY ? '{time}' : format)}`;
}

/** A longer address is left out: all blocks together have a limit. */
const LONGEST_LINK = 500;

/**
 * A link with its host shown, so that no title can pretend to lead elsewhere; undefined for anything
 * but http(s). The title is cut to letters, digits and blanks: it may come from an alarm.
 */
export function link(title: string, address: string): string | undefined {
  const url = webAddress(address);
  if (url === undefined) return undefined;
  const href = url.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');
  const text = `<${escape(href)}|${words(shorten(title, 40)) || 'link'} (${escape(url.host)})>`;
  return text.length > LONGEST_LINK ? undefined : text;
}
