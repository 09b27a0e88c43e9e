import { parseSpan } from '../../asking/spans.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { Word } from './words.ts';

/** An option that is there or not: `--mine`. */
export interface Switch {
  readonly kind: 'switch';
  readonly summary: string;
}

/** An option with a value: `--for 2h`. */
export interface Valued<T> {
  readonly kind: 'valued';
  /** What to write for the value: `<duration>`. */
  readonly value: string;
  readonly summary: string;
  /** @throws Mistake that says what to write instead */
  readonly read: (word: Word) => T;
}

export type Options = Readonly<Record<string, Switch | Valued<unknown>>>;

/** What the options of a command came to: a switch is true or false, a value is there or not. */
export type OptionValues<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends Valued<infer T> ? T | undefined : boolean;
};

/** What somebody typed, read. */
export interface Arguments<O extends Options> {
  readonly words: readonly Word[];
  readonly options: OptionValues<O>;
}

/** An option that is there or not. */
export function flag(summary: string): Switch {
  return { kind: 'switch', summary };
}

/**
 * An option whose value is a length of time, in milliseconds.
 *
 * @param examples lengths that are usual for it: what a mistake suggests
 */
export function span(summary: string, examples?: string): Valued<number> {
  const read = ({ text }: Word): number => readSpan(text, examples);
  return { kind: 'valued', value: '<duration>', summary, read };
}

/** Reads a length of time that lasts, in milliseconds. @throws Mistake for anything else */
export function readSpan(written: string, examples?: string): number {
  // A phone begins a line with a capital.
  return parseSpan(written.toLowerCase(), examples);
}

/** Two hyphens, or the dash that a phone makes of them, and what follows an equals sign. */
const OPTION = /^(?:--|[—–]{1,2})([a-zA-Z][\w-]*)(?:=(.*))?$/su;

/**
 * Reads what follows a command's name: `--name value`, `--name=value` and `--switch` anywhere, until a
 * `--` alone; all else are words.
 *
 * @throws Mistake for an option that there is not, or whose value is missing
 */
export function readArguments<O extends Options>(line: readonly Word[], options: O): Arguments<O> {
  const words: Word[] = [];
  const found = new Map<string, unknown>();
  let isOver = false;
  for (let at = 0; at < line.length; at += 1) {
    const word = line[at];
    if (word === undefined) break;
    const [, written, attached] = isOver || word.isQuoted ? [] : (OPTION.exec(word.text) ?? []);
    if (!isOver && word.raw === '--') isOver = true;
    else if (written === undefined) words.push(word);
    else {
      const [name, option] = optionNamed(written, options);
      if (option.kind === 'switch') {
        if (attached !== undefined) {
          throw new Mistake(`--${name} takes no value`, `write --${name} alone`);
        }
        found.set(name, true);
      } else {
        const next = attached === undefined ? line[(at += 1)] : wordOf(attached);
        if (next === undefined) {
          throw new Mistake(`--${name} has no value`, `write --${name} ${option.value}`);
        }
        found.set(name, option.read(next));
      }
    }
  }
  return { words, options: valuesOf(options, found) };
}

function optionNamed(written: string, options: Options): [string, Switch | Valued<unknown>] {
  const name = written.toLowerCase();
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option !== undefined) return [name, option];
  const names = Object.keys(options);
  const meant = names.find((one) => one.startsWith(name)) ?? nearest(name, names);
  const all = names.map((one) => `--${one}`).join(', ');
  const hint =
    meant !== undefined ? `write --${meant}` : all === '' ? 'leave it out' : `there is ${all}`;
  throw new Mistake(`there is no option ${quoted(`--${written}`)}`, hint);
}

function wordOf(attached: string): Word {
  return { text: attached, raw: attached, isQuoted: false };
}

/** Their types follow from who read them. */
function valuesOf<O extends Options>(
  options: O,
  found: ReadonlyMap<string, unknown>,
): OptionValues<O> {
  const values = Object.entries(options).map(([name, { kind }]) => [
    name,
    found.get(name) ?? (kind === 'switch' ? false : undefined),
  ]);
  return Object.fromEntries(values);
}
