import type { MailContent } from './content.ts';

/** They can be read on white and on near black: a mail can't know which its reader prefers. */
const COLOURS: Readonly<Record<MailContent['tone'], string>> = {
  critical: '#d9363e',
  error: '#d9622b',
  warning: '#b07d12',
  info: '#3b7dd8',
  over: '#2c8f4e',
};
const QUIET = '#808790';

/**
 * A mail as HTML. What programs for mail understand of it differs: no tables, no pictures, no style
 * sheet, one column that is as narrow as the screen, and the reader's own background. Every text goes
 * through `escaped`.
 */
export function htmlText(content: MailContent): string {
  const { state, tone, title, news, alerts, more, facts, links } = content;
  const colour = COLOURS[tone];
  return [
    '<!DOCTYPE html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(title)}</title></head>`,
    '<body style="margin:0;padding:16px;font:16px/1.45 system-ui,-apple-system,\'Segoe UI\',Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere">',
    '<div style="max-width:600px;margin:0 auto">',
    `<div style="border-left:5px solid ${colour};padding:2px 0 2px 14px">`,
    `<p style="margin:0;font-size:14px;font-weight:600;color:${colour}">${escaped(state)}</p>`,
    `<h1 style="margin:2px 0 0;font-size:20px;line-height:1.3">${escaped(title)}</h1>`,
    '</div>',
    ...news.map((line) => `<p style="margin:14px 0 0;font-weight:600">${escaped(line)}</p>`),
    ...alerts.map(
      ({ words, description }) =>
        `<p style="margin:14px 0 0">${escaped(words)}${description === undefined ? '' : `<span style="display:block;margin-top:2px;font-size:14px;color:${QUIET}">${escaped(description)}</span>`}</p>`,
    ),
    ...(more > 0 ? [`<p style="margin:14px 0 0;color:${QUIET}">+${more} more</p>`] : []),
    '<p style="margin:18px 0 0;font-size:14px">',
    facts
      .map(({ name, value }) => `<span style="color:${QUIET}">${name}</span> ${escaped(value)}`)
      .join('<br>\n'),
    '</p>',
    ...(links.length > 0 ? [linkList(links)] : []),
    '</div></body></html>',
    '',
  ].join('\n');
}

function linkList(links: MailContent['links']): string {
  const items = links.map(
    ({ words, host, href }) =>
      `<a href="${escaped(href)}" style="font-weight:600">${escaped(words)}</a> <span style="color:${QUIET}">(${escaped(host)})</span>`,
  );
  return `<p style="margin:18px 0 0;font-size:15px;line-height:1.9">${items.join('<br>\n')}</p>`;
}

/** A text as HTML shows it, lines kept. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('\n', '<br>\n');
}
