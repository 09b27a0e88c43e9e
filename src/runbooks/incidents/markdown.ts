import { visible } from '../../alert/visible.ts';
import { webAddress } from '../../alert/web-address.ts';

/** What means something in Markdown wherever it stands, in GitHub's and in that of Slack's canvases. */
const SIGNS = /[\\`*_{}[\]<>#|~&!@]/gu;
/** What makes an address a link by itself. */
const ADDRESS = /:(?=\/)|(?<=\bwww)\./giu;
/** What means something at the beginning of a line. */
const BEGINNING = /^([+\-=:])|^(\d{1,9})([.)])/u;

/**
 * A text from outside within a line of Markdown: it is read as it is, and neither formats, links, mentions nor begins
 * anything. CommonMark takes a backslash before any punctuation of ASCII.
 *
 * @param limit characters, before signs are escaped
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function inline(text: string, limit = 1_000): string {
  const line = visible(text.toWellFormed()).replaceAll(/\s+/gu, ' ').trim();
  const shown =
    line.length > limit
      ? `${line
          .slice(0, limit - 1)
          .toWellFormed()
          .trimEnd()}…`
      : line;
  return shown
    .replaceAll(SIGNS, String.raw`\$&`)
    .replaceAll(ADDRESS, String.raw`\$&`)
    .replace(BEGINNING, (_, sign: string | undefined, digits = '', dot = '') =>
      sign === undefined ? `${digits}\\${dot}` : `\\${sign}`,
    );
}

/** The paragraphs of a text from outside. */
export function paragraphs(text: string, limit = 4_000): readonly string[] {
  return text
    .slice(0, limit)
    .split(/\s*\n\s*/u)
    .map((one) => inline(one, limit))
    .filter((one) => one !== '');
}

/** A link with words of our own, and its host; nothing for what is no address of the web. */
export function linkTo(words: string, address: string | undefined): string {
  const url = address === undefined ? undefined : webAddress(address);
  if (url === undefined) return '';
  const href = url.href.replaceAll(
    /[()<>\\[\]|*_`~]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `[${words} (${inline(url.host)})](${href})`;
}

/** A table; where it would have more cells than may be, a list with the first column in bold. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  mostCells: number,
): readonly string[] {
  if ((rows.length + 1) * head.length > mostCells) {
    return rows.map(
      ([first = '', ...rest]) => `- **${first}** ${rest.filter(Boolean).join(' · ')}`,
    );
  }
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
