import { Mistake, quoted } from '../config/mistake.ts';
import { nearest } from '../config/nearest.ts';

/** A formula whose names are identifiers of CEL's. */
export interface NamedText {
  readonly text: string;
  /** What each identifier stands for. */
  readonly nameOf: ReadonlyMap<string, string>;
}

const WORD = /[A-Za-z_0-9][\w-]*/y;
const NUMBER = /(?:0x[\da-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?!\w)/iy;
const CALL = /([A-Za-z_]\w*)\s*\(/y;

/** What people write for CEL's signs. */
const SIGNS: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!', is: '==' };
const MOST_LISTED = 10;

/**
 * Puts identifiers in the place of the names of series, which may have hyphens or begin with a digit:
 * `api-errors / 2`, `5xx - 4xx`. The longest name that fits is meant, and a hyphen that is in no name
 * is a minus.
 *
 * @throws Mistake for a name that is none of them, with the nearest
 */
export function withIdentifiers(text: string, names: readonly string[]): NamedText {
  const known = new Set(names);
  const identifiers = new Map<string, string>();
  let rewritten = '';
  for (let at = 0; at < text.length;) {
    const word = matchAt(WORD, text, at);
    if (word === undefined) {
      rewritten += text[at];
      at += 1;
      continue;
    }
    const call = matchAt(CALL, text, at);
    const name = call === undefined ? nameIn(word, known) : undefined;
    const kept = call ?? matchAt(NUMBER, text, at) ?? literalIn(word);
    if (name === undefined && kept === undefined) throw unknownName(word, names);
    if (name !== undefined && !identifiers.has(name)) identifiers.set(name, `m${identifiers.size}`);
    rewritten += name === undefined ? kept : identifiers.get(name);
    at += (name ?? kept ?? word).length;
  }
  const nameOf = new Map([...identifiers].map(([name, identifier]) => [identifier, name]));
  return { text: rewritten, nameOf };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function nameIn(word: string, names: ReadonlySet<string>): string | undefined {
  for (let part = word; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('-')))) {
    if (names.has(part)) return part;
  }
  return undefined;
}

function literalIn(word: string): string | undefined {
  return /^(?:true|false)\b/u.exec(word)?.[0];
}

function unknownName(word: string, names: readonly string[]): Mistake {
  const message = `there is no metric ${quoted(word)} to calculate with`;
  const sign = Object.hasOwn(SIGNS, word) ? SIGNS[word] : undefined;
  if (sign !== undefined) return new Mistake(message, `write ${sign}`);
  const meant = nearest(word, names);
  if (meant !== undefined) return new Mistake(message, `write ${meant}`);
  const listed = names.slice(0, MOST_LISTED).join(', ');
  const more = names.length > MOST_LISTED ? ' and more' : '';
  return new Mistake(
    message,
    names.length === 0 ? 'name a metric first' : `there are ${listed}${more}`,
  );
}
