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

/** A time in the reader's zone and words, with UTC where it can't be shown so. */
export function date(at: number, format = '{time}'): string {
  const fallback = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at / 1000)}^${format}|${fallback}>`;
}

/**
 * A link with its host shown, so that no title can pretend to lead elsewhere; undefined for anything
 * but http(s). The title is cut to letters, digits and blanks: it may come from an alarm.
 */
export function link(title: string, address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
  const href = url.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');
  const words = title.replaceAll(/[^\p{L}\p{N} .-]/gu, '').trim() || 'link';
  return `<${escape(href)}|${escape(words)} (${escape(url.host)})>`;
}
