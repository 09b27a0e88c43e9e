import { Mistake, quoted } from '../../config/mistake.ts';

/** A part of a query in the language of Logs Insights, with its quotes. */
export interface Piece {
  readonly kind: 'code' | 'string' | 'field' | 'regex' | 'comment';
  readonly text: string;
}

/** What is in quotes of some kind ends at the next that no backslash stands before. */
const DELIMITED = [
  ['string', '"', /^"(?:[^"\\]|\\.)*"/su],
  ['string', "'", /^'(?:[^'\\]|\\.)*'/su],
  ['field', '`', /^`[^`]*`/su],
  ['regex', '/', /^\/(?:[^/\\\n]|\\.)*\//u],
  ['comment', '#', /^#.*/u],
] as const;

/** After these a slash does not divide: a regular expression begins. */
const BEFORE_REGEX =
  /(?:^|[(,=~[|<>!+*%^-]|\b(?:like|in|and|or|not)|(?:^|\|)\s*parse\s+[^\s|]+)\s*$/iu;

/**
 * Takes a query apart into what is code, and what is nothing but text.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 * @throws Mistake for quotes that don't end
 */
export function piecesOf(query: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let code = '';
  let at = 0;
  while (at < query.length) {
    const sign = query[at] ?? '';
    const delimited = DELIMITED.find(([, opening]) => opening === sign);
    const isDivision = sign === '/' && !BEFORE_REGEX.test(`${lastWords(pieces)}${code}`);
    if (delimited === undefined || isDivision) {
      code += sign;
      at += 1;
      continue;
    }
    const [kind, , pattern] = delimited;
    const [text] = pattern.exec(query.slice(at)) ?? [];
    if (text === undefined) {
      throw new Mistake(
        `what begins at ${quoted(query.slice(at))} does not end`,
        `write another ${sign}`,
      );
    }
    if (code !== '') pieces.push({ kind: 'code', text: code });
    code = '';
    pieces.push({ kind, text });
    at += text.length;
  }
  if (code !== '') pieces.push({ kind: 'code', text: code });
  return pieces;
}

/** What stands before, as far as it says what a slash means: quotes and fields are values there. */
function lastWords(pieces: readonly Piece[]): string {
  return pieces
    .slice(-3)
    .map(({ kind, text }) => (kind === 'code' ? text : kind === 'comment' ? '' : 'x'))
    .join('');
}
