import { Mistake, quoted } from '../../config/mistake.ts';
import { piecesOf, type Piece } from './lexer.ts';

/** A place in a query that a value is put into. */
export interface Slot {
  readonly name: string;
  /** A whole value of the query language, or a part of a regular expression. */
  readonly where: 'value' | 'regex';
}

/** A query with places for values. */
export interface Template {
  readonly parts: readonly (string | Slot)[];
}

/** What is put into a place. */
export interface Value {
  readonly kind: 'text' | 'number';
  readonly text: string;
}

const PLACEHOLDER = /\{\{\s*([a-z][\w-]{0,49})\s*\}\}/iu;
const EXAMPLE = 'write {{id}}: letters, digits, - and _';

/** A longer query CloudWatch refuses. Source: CloudWatch Logs API Reference, StartQuery. */
const LONGEST_QUERY = 10_000;

/**
 * Reads a query with placeholders. `{{id}}` stands for a whole value, which brings its own quotes, or within
 * a regular expression for text that means nothing there.
 *
 * @throws Mistake for a placeholder where a value could mean more than itself
 */
export function parseTemplate(text: string): Template {
  if (text.length > LONGEST_QUERY) {
    throw new Mistake('the query is too long', `write at most ${LONGEST_QUERY} characters`);
  }
  return { parts: piecesOf(text).flatMap(partsOf) };
}

/** The names of the values that it needs, in the order in which they stand there. */
export function slotNames({ parts }: Template): readonly string[] {
  return [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name])))];
}

/**
 * Puts values in: whatever they hold, the query stays the one that was written.
 *
 * @throws when a value is missing
 */
export function fillTemplate({ parts }: Template, values: ReadonlyMap<string, Value>): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = values.get(part.name);
      if (value === undefined) throw new Error(`there is no value for ${part.name}`);
      if (part.where === 'regex') return inRegex(value.text);
      return value.kind === 'number' ? value.text : literal(value.text);
    })
    .join('');
}

function partsOf({ kind, text }: Piece): (string | Slot)[] {
  const parts: (string | Slot)[] = [];
  let rest = text;
  for (;;) {
    const found = PLACEHOLDER.exec(rest);
    const before = found === null ? rest : rest.slice(0, found.index);
    if (before.includes('{{')) {
      throw new Mistake(`${quoted(before.slice(before.indexOf('{{')))} is no placeholder`, EXAMPLE);
    }
    if (before !== '') parts.push(before);
    if (found === null) return parts;
    const [all, name = ''] = found;
    if (kind !== 'code' && kind !== 'regex') throw misplaced(all, kind);
    parts.push({ name, where: kind === 'code' ? 'value' : 'regex' });
    rest = rest.slice(found.index + all.length);
  }
}

function misplaced(placeholder: string, kind: 'string' | 'field' | 'comment'): Mistake {
  switch (kind) {
    case 'string':
      return new Mistake(
        `${placeholder} stands in quotes`,
        'take the quotes away: a value brings its own',
      );
    case 'field':
      return new Mistake(
        `${placeholder} stands in the name of a field`,
        'write the field’s name: only values can be given',
      );
    case 'comment':
      return new Mistake(`${placeholder} stands in a comment`, 'take it out');
  }
}

/** As a string of the language: in the quotes that it does not hold itself; where it must, with a backslash. */
function literal(text: string): string {
  if (!/["\\]/u.test(text)) return `"${text}"`;
  if (!/['\\]/u.test(text)) return `'${text}'`;
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}

/** Everything but letters, digits, blanks, `-` and `_` by its number: neither `/` nor a sign is left of it. */
function inRegex(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} _-]/gu, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16);
    return code.length <= 2 ? String.raw`\x${code.padStart(2, '0')}` : String.raw`\x{${code}}`;
  });
}
