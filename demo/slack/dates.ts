/** How a reader sees times. */
export interface Reader {
  /** IANA name, as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Now, in milliseconds: for "today", "yesterday" and "tomorrow". */
  readonly now: number;
  /** Where uploaded pictures are, by their ids, for a page that shows none of Slack's own. */
  readonly files?: string;
}

const DATE = /<!date\^(-?\d+)\^([^|>^]*)(?:\^([^|>]*))?\|([^>]*)>/g;

/**
 * Replaces Slack's date tokens by what a reader sees: the local Slack page shows them raw. A token
 * Slack does not know makes the fallback show.
 *
 * Source: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function renderDates(text: string, reader: Reader): string {
  return text.replaceAll(DATE, (_, seconds: string, format: string, link, fallback: string) => {
    const shown = format.replaceAll(
      /\{(\w+)\}/g,
      (whole, token: string) => renderToken(token, Number(seconds) * 1000, reader) ?? whole,
    );
    const readable = shown.includes('{') ? fallback : shown;
    return typeof link === 'string' && link !== '' ? `<${link}|${readable}>` : readable;
  });
}

function renderToken(token: string, at: number, reader: Reader): string | undefined {
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { timeZone: reader.timeZone, ...options }).format(at);
  const day = nearDay(at, reader);
  const date = format({ month: 'long', day: 'numeric', year: 'numeric' });
  const short = format({ month: 'short', day: 'numeric', year: 'numeric' });
  const long = format({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
  switch (token) {
    case 'date_num':
      return isoDay(at, reader.timeZone);
    case 'date_slash':
      return format({ day: '2-digit', month: '2-digit', year: 'numeric' });
    case 'date':
    case 'date_long_full':
      return date;
    case 'date_short':
      return short;
    case 'date_long':
      return long;
    case 'date_pretty':
      return day ?? date;
    case 'date_short_pretty':
      return day ?? short;
    case 'date_long_pretty':
    case 'day_divider_pretty':
      return day ?? long;
    case 'time':
      return format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    case 'time_secs':
      return format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
    case 'ago':
      return ago(reader.now - at);
    default:
      return undefined;
  }
}

function nearDay(at: number, { now, timeZone }: Reader): string | undefined {
  const days = (Date.parse(isoDay(at, timeZone)) - Date.parse(isoDay(now, timeZone))) / 86_400_000;
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)];
}

function isoDay(at: number, timeZone: string): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}

function ago(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  const [amount, unit] =
    minutes < 60
      ? ([minutes, 'minute'] as const)
      : minutes < 1440
        ? ([Math.round(minutes / 60), 'hour'] as const)
        : ([Math.round(minutes / 1440), 'day'] as const);
  const signed = milliseconds < 0 ? amount : -amount;
  return new Intl.RelativeTimeFormat('en-US').format(signed, unit);
}
