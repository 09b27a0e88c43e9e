import { valueOf, type Facts } from './variables.ts';

/** What a shell takes as it is, in quotes and outside of them; no option begins so. */
const HARMLESS = /^[\w@%+=:,./][\w@%+=:,./-]*$/u;
const VARIABLE = /^\{\{([^{}\n]*)\}\}/u;

/** The quotes that are open, or a comment, in which apostrophes open nothing. */
type Quote = '' | '"' | "'" | '#';

/** How a shell variable is written there. */
const WRITTEN: Readonly<Record<Quote, (name: string) => string>> = {
  '': (name) => `"\${${name}}"`,
  '#': (name) => `\${${name}}`,
  '"': (name) => `\${${name}}`,
  "'": (name) => `'"\${${name}}"'`,
};

/**
 * A command with its variables filled in, to be copied into a shell. A value of letters, digits and a few signs is
 * put in. Any other comes from outside and could be a command: it stands above in single quotes, as the value of a shell
 * variable, and no shell evaluates that, in whatever quotes the variable is used. What the alert does not have
 * stays as it is written.
 */
export function filledCommand(text: string, facts: Facts): string {
  const names = new Map<string, string>();
  const given: string[] = [];
  let quote: Quote = '';
  let filled = '';
  for (let at = 0; at < text.length;) {
    const [whole, written = ''] = VARIABLE.exec(text.slice(at, at + 200)) ?? [];
    if (whole === undefined) {
      const taken = takenAt(text, at, quote);
      quote = taken.quote;
      filled += taken.text;
      at += taken.text.length;
      continue;
    }
    at += whole.length;
    const value = valueOf(written.trim(), facts);
    if (value === undefined || HARMLESS.test(value)) {
      filled += value ?? whole;
      continue;
    }
    const known = names.get(written.trim());
    const name = known ?? freeName(written.trim(), [...names.values()]);
    if (known === undefined) given.push(`${name}=${quoted(value)}`);
    names.set(written.trim(), name);
    filled += WRITTEN[quote](name);
  }
  return [...given, filled].join('\n');
}

/** The next character, or what a shell reads as one, and which quotes are open after it. */
function takenAt(text: string, at: number, quote: Quote): { text: string; quote: Quote } {
  const character = text.charAt(at);
  if (quote === '#') return { text: character, quote: character === '\n' ? '' : '#' };
  if (character === '\\' && quote !== "'") return { text: text.slice(at, at + 2), quote };
  if (character === quote) return { text: character, quote: '' };
  if (quote !== '') return { text: character, quote };
  const isComment = character === '#' && /^\s?$/u.test(text.charAt(at - 1));
  const opens = character === '"' || character === "'" || isComment;
  return { text: character, quote: opens ? character : '' };
}

function freeName(written: string, taken: readonly string[]): string {
  const name = written.replaceAll(/\W/gu, '_');
  for (let count = 2; ; count += 1) {
    const one = count === 2 ? name : `${name}_${count - 1}`;
    if (!taken.includes(one)) return one;
  }
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
