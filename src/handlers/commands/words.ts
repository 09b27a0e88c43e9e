import { Mistake, quoted } from '../../config/mistake.ts';

/** A word of what somebody typed. */
export interface Word {
  /** Without its quotes and escapes. */
  readonly text: string;
  /** With its quotes, straight ones, as matchers want them: `team=~"a|b"`. */
  readonly raw: string;
  /** True where all of it stands in quotes: it is nothing but text. */
  readonly isQuoted: boolean;
  /** Whom or what it names, where it was picked from Slack's list. */
  readonly mention?: Mention;
}

export interface Mention {
  readonly kind: 'user' | 'channel' | 'group';
  readonly id: string;
}

/** Phones turn straight quotes into these, and two hyphens into a dash. */
const QUOTES = /["“”„‟]/u;
const SINGLE = new Map([
  ["'", "'"],
  ['‘', '’'],
]);
const MENTION = /^<(@|#|!subteam\^)([A-Z0-9]+)(?:\|([^>]*))?>/u;
const LINK = /^<((?:https?|mailto):[^>|]+)(?:\|([^>]*))?>/u;
const MENTION_KINDS = { '@': 'user', '#': 'channel', '!subteam^': 'group' } as const;
/** Nobody types so many characters; to take a longer text apart could keep others waiting. */
const LONGEST = 10_000;
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * Splits what follows a slash command into words. Double quotes hold words together, typographic ones
 * too, and so do single quotes around a whole word; a backslash in double quotes takes the meaning from a quote or a backslash.
 *
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands/ (escaping)
 * @throws Mistake for quotes that don't end, and for a text that is too long
 */
export function splitWords(text: string): readonly Word[] {
  if (text.length > LONGEST) {
    throw new Mistake('that is too long', `write at most ${LONGEST} characters`);
  }
  const words: Word[] = [];
  for (let rest = text.trimStart(); rest !== ''; rest = rest.trimStart()) {
    const { word, length } = firstWord(rest);
    words.push(word);
    rest = rest.slice(length);
  }
  return words;
}

function firstWord(line: string): { readonly word: Word; readonly length: number } {
  const close = SINGLE.get(line[0] ?? '');
  const single = close === undefined ? undefined : singleQuoted(line, close);
  if (single !== undefined) return single;
  let text = '';
  let raw = '';
  let at = 0;
  let mention: Mention | undefined;
  while (at < line.length && !/\s/u.test(line[at] ?? '')) {
    const piece = nextPiece(line.slice(at));
    text += piece.text;
    raw += piece.raw;
    mention = at === 0 ? piece.mention : undefined;
    at += piece.length;
  }
  const isQuoted = isWhollyQuoted(raw);
  return { word: { text, raw, isQuoted, ...(mention && { mention }) }, length: at };
}

interface Piece {
  readonly text: string;
  readonly raw: string;
  readonly length: number;
  readonly mention?: Mention;
}

function nextPiece(rest: string): Piece {
  if (QUOTES.test(rest[0] ?? '')) return doubleQuoted(rest);
  const [found, sign, id = '', name] = MENTION.exec(rest) ?? [];
  if (found !== undefined && (sign === '@' || sign === '#' || sign === '!subteam^')) {
    const text = name === undefined || name === '' ? id : name;
    return { text, raw: text, length: found.length, mention: { kind: MENTION_KINDS[sign], id } };
  }
  const [link, address = '', label] = LINK.exec(rest) ?? [];
  if (link !== undefined) {
    // `orders.example.com` was turned into a link on the way: what was typed is its label.
    const text = unescaped(label ?? address);
    return { text, raw: text, length: link.length };
  }
  const [entity] = /^&(?:lt|gt|amp);/u.exec(rest) ?? [];
  const length = entity?.length ?? String.fromCodePoint(rest.codePointAt(0) ?? 0).length;
  const text = entity === undefined ? rest.slice(0, length) : unescaped(entity);
  return { text, raw: text, length };
}

function doubleQuoted(rest: string): Piece {
  let inner = '';
  for (let at = 1; at < rest.length; at += 1) {
    const character = rest[at] ?? '';
    if (QUOTES.test(character)) {
      const raw = `"${unescaped(inner)}"`;
      const text = unescaped(inner).replaceAll(/\\(["\\])/gu, '$1');
      return { text, raw, length: at + 1 };
    }
    inner += character;
    if (character !== '\\') continue;
    at += 1;
    const escaped = rest[at] ?? '';
    inner += QUOTES.test(escaped) ? '"' : escaped;
  }
  throw new Mistake(
    `the quotes that begin at ${quoted(rest)} don’t end`,
    'write another " at the end',
  );
}

/** A word in single quotes, if it ends where a word may end: else it is an apostrophe. */
function singleQuoted(line: string, close: string) {
  const end = line.slice(1).search(new RegExp(`${close}(?:\\s|$)`, 'u'));
  if (end < 0) return undefined;
  const text = unescaped(line.slice(1, end + 1));
  return { word: { text, raw: JSON.stringify(text), isQuoted: true }, length: end + 2 };
}

function isWhollyQuoted(raw: string): boolean {
  return /^"(?:[^"\\]|\\.)*"$/su.test(raw);
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|amp);/gu, (entity) => ENTITIES[entity] ?? entity);
}
