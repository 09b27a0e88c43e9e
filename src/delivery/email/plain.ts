import type { MailContent } from './content.ts';

/** A mail as plain text: the state first, which lists of mails show beside the subject. */
export function plainText({ state, title, news, alerts, more, facts, links }: MailContent): string {
  const width = Math.max(0, ...facts.map(({ name }) => name.length));
  const parts = [
    [state, title],
    news,
    [
      ...alerts.flatMap(({ words, description }) => [
        `- ${indented(words)}`,
        ...(description === undefined ? [] : [`  ${indented(description)}`]),
      ]),
      ...(more > 0 ? [`+${more} more`] : []),
    ],
    facts.map(({ name, value }) => `${`${name}:`.padEnd(width + 1)} ${value}`),
    links.map(({ words, host, href }) => `${words} (${host}): ${href}`),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** A text of several lines as one item of a list. */
function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
