import { html, type Html } from './html.ts';

/** The name of a user (`U…`) or a channel (`C…`), if there is one. */
export type NameOf = (id: string) => string | undefined;

/**
 * One formatted piece: a code block, code, what stands in angle brackets, bold, italic, struck out.
 * The signs of the last three count only at the edges of words.
 */
const PIECE =
  /```(?<pre>[^]+?)```|`(?<code>[^`\n]+)`|<(?<angled>[^<>\n]+)>|(?<![\p{L}\p{N}*])\*(?<bold>(?!\s)[^*\n]+(?<!\s))\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?<italic>(?!\s)[^_\n]+(?<!\s))_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?<struck>(?!\s)[^~\n]+(?<!\s))~(?![\p{L}\p{N}~])/gu;

/**
 * A `mrkdwn` text as the proxy hands it on: dates are rendered, entities are characters. Quotes,
 * lists and `:emoji:` are left as they are written.
 *
 * Source: https://docs.slack.dev/messaging/formatting-message-text
 */
export function renderMrkdwn(text: string, nameOf: NameOf): Html {
  const pieces: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    pieces.push(html`${text.slice(end, match.index)}`, renderPiece(match, nameOf));
    end = match.index + match[0].length;
  }
  return html`${pieces}${text.slice(end)}`;
}

function renderPiece({ 0: whole, groups = {} }: RegExpExecArray, nameOf: NameOf): Html {
  const { pre, code, angled, bold, italic, struck } = groups;
  if (pre !== undefined) return html`<pre>${pre.replace(/^\n/, '')}</pre>`;
  if (code !== undefined) return html`<code>${code}</code>`;
  if (bold !== undefined) return html`<b>${renderMrkdwn(bold, nameOf)}</b>`;
  if (italic !== undefined) return html`<i>${renderMrkdwn(italic, nameOf)}</i>`;
  if (struck !== undefined) return html`<s>${renderMrkdwn(struck, nameOf)}</s>`;
  return renderAngled(angled ?? '', whole, nameOf);
}

/** A link, `@user`, `#channel` or `!special`; anything else is shown as it is written. */
function renderAngled(angled: string, whole: string, nameOf: NameOf): Html {
  const [target = '', label] = angled.split(/\|(.*)/s);
  const named = (sign: string, id: string): Html =>
    html`<span class="mention">${sign}${nameOf(id) ?? label ?? id}</span>`;
  if (target.startsWith('@')) return named('@', target.slice(1));
  if (target.startsWith('#')) return named('#', target.slice(1));
  if (target.startsWith('!')) {
    const words = label ?? target.slice(1);
    return html`<span class="mention">${words.startsWith('@') ? words : `@${words}`}</span>`;
  }
  const protocol = URL.parse(target)?.protocol ?? '';
  if (!['http:', 'https:', 'mailto:'].includes(protocol)) return html`${whole}`;
  return html`<a href="${target}" target="_blank" rel="noreferrer">${label ?? target}</a>`;
}
