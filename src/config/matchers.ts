import { matcher, type Matcher, type MatcherOperator } from '../alert/matcher.ts';
import { Mistake, quoted } from './mistake.ts';
import { checkRegex } from './regex.ts';

/**
 * Matchers as Prometheus Alertmanager writes them: `severity="critical"`, `team=~"ml|data"`,
 * `env!=prod`, `"utf-8 näme"="x"`, several in one text with commas between and braces around.
 * As there, a text is first read by the UTF-8 rules (Go's escapes in quotes) and, if it isn't that,
 * by the classic ones (an unquoted value may hold anything, a backslash before another letter stays:
 * `name=~"a\.b"`).
 *
 * @throws Mistake that says what to write instead.
 */
export function parseMatchers(text: string): Matcher[] {
  const parts = splitMatchers(withoutBraces(text));
  if (parts.length === 0) throw new Mistake(`${quoted(text)} has no matcher`, EXAMPLE);
  return parts.map(parseMatcher);
}

const EXAMPLE = `write name="value"; the operators are =, !=, =~ and !~`;
const OPERATOR = /^\s*(=~|!~|!=|=)\s*/;
const BARE_NAME = /^[^\s{}!=~,\\"'`]+/;
const BARE_VALUE = /^[^\s{}!=~,\\"'`]+$/;
const CLASSIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

function parseMatcher(text: string): Matcher {
  const start = text.trimStart();
  const name = start.startsWith('"') ? quotedPrefix(start) : BARE_NAME.exec(start)?.[0];
  if (name === undefined) throw new Mistake(`${quoted(text)} names no label`, EXAMPLE);
  const operator = OPERATOR.exec(start.slice(name.length));
  const sign = operator?.[1];
  if (operator === null || !isOperator(sign)) {
    throw new Mistake(`${quoted(text.trim())} is not a matcher`, wrongOperatorHint(start));
  }
  const label = name.startsWith('"') ? unquote(name) : name;
  if (label === '') throw new Mistake('the name of a label is empty', EXAMPLE);
  const value = readValue(start.slice(name.length + operator[0].length).trim(), label);
  if (sign === '=~' || sign === '!~') checkRegex(value);
  return matcher(label, sign, value);
}

function isOperator(sign: string | undefined): sign is MatcherOperator {
  return sign === '=' || sign === '!=' || sign === '=~' || sign === '!~';
}

/** `team: x` and `team~="x"` are what people write who come from elsewhere. */
function wrongOperatorHint(text: string): string {
  const [, label, sign, value] = /^([^\s:~!=]+)\s*(:|~=)\s*(.+)$/s.exec(text.trim()) ?? [];
  if (label === undefined || value === undefined) return EXAMPLE;
  return `write ${label}${sign === '~=' ? '=~' : '='}${inQuotes(value)}`;
}

function inQuotes(value: string): string {
  return value.startsWith('"') ? value : JSON.stringify(value);
}

function readValue(text: string, label: string): string {
  if (text.startsWith('=')) {
    const hint = `write ${label}=${inQuotes(text.slice(1).trim())}`;
    throw new Mistake('== is not an operator', hint);
  }
  if (text.startsWith('"')) {
    if (quotedPrefix(text) === text) return unquote(text);
    const hint = `write ${label}="…" and put a backslash before quotes inside`;
    throw new Mistake(`the quotes in ${quoted(text)} don't match`, hint);
  }
  // A classic value without quotes may hold anything but quotes; the UTF-8 rules ask for a word.
  if (BARE_VALUE.test(text) || (CLASSIC_NAME.test(label) && !text.includes('"'))) {
    if (text.startsWith("'")) {
      const inner = text.replaceAll(/^'|'$/g, '');
      const hint = `write ${label}=${JSON.stringify(inner)}`;
      throw new Mistake(`${quoted(text)} is in single quotes`, hint);
    }
    return classicUnescape(text);
  }
  const hint = `put the value in double quotes: ${label}=${JSON.stringify(text.replaceAll('"', ''))}`;
  throw new Mistake(`${quoted(text)} can't be read as a value`, hint);
}

/** The text without the braces around it. A closing brace alone belongs to a value: `a=~[a-z]{2}`. */
function withoutBraces(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return trimmed;
  if (!trimmed.endsWith('}')) throw new Mistake(`${quoted(text)} has no closing }`, 'add the }');
  return trimmed.slice(1, -1);
}

/** Splits at the commas that are not inside double quotes. A comma at the end is allowed. */
function splitMatchers(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let inQuotes = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === '"') inQuotes = !inQuotes;
    else if (character === ',' && !inQuotes) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  const last = text.slice(start);
  return last.trim() === '' ? parts : [...parts, last];
}

/** The double-quoted text at the start, quotes included; undefined when it is not closed. */
function quotedPrefix(text: string): string | undefined {
  return /^"(?:[^"\\]|\\.)*"/s.exec(text)?.[0];
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['"', '"'],
]);
const GO_ESCAPE =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]))/g;

/** Go's escapes if every one is Go's, else the classic three. */
function unquote(text: string): string {
  const inside = text.slice(1, -1);
  let isGo = !inside.includes('\n');
  const result = inside.replaceAll(GO_ESCAPE, (found, ...groups: unknown[]) => {
    const [hex, short, long, octal, letter] = groups;
    if (typeof letter === 'string') {
      const plain = SIMPLE_ESCAPES.get(letter);
      if (plain === undefined) isGo = false;
      return plain ?? found;
    }
    const digits = hex ?? short ?? long ?? octal;
    const code = Number.parseInt(String(digits), octal === undefined ? 16 : 8);
    if (code > 0x10ffff) isGo = false;
    return code > 0x10ffff ? found : String.fromCodePoint(code);
  });
  return isGo ? result : classicUnescape(inside);
}

/** The classic rules know `\"`, `\\` and `\n`; another backslash is itself. */
function classicUnescape(text: string): string {
  return text.replaceAll(/\\([\\"n])/g, (_, letter) => (letter === 'n' ? '\n' : String(letter)));
}
