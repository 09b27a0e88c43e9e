/** What every value that an expression holds for looks like: one of some values, or it begins so. */
export type Literals = { readonly values: readonly string[] } | { readonly prefix: string };

/** One character that means itself, written so or escaped. Only ASCII: a code unit is a character. */
const UNIT = String.raw`(?:[\w \-:;/@,=#%&~!"'<>]|\\[^\w\s\u{80}-\u{10ffff}])`;
const VALUES = new RegExp(`^(?:${UNIT}+\\|)*${UNIT}+$`, 'u');
const PREFIX = new RegExp(`^${UNIT}*`, 'u');
const WORDS = new RegExp(`${UNIT}+`, 'gu');
/** What a quantifier that follows it belongs to. */
const TAKES_PLACE = /^(?:[.[]|\((?!\?)|\(\?:|\\[dswDSW])/u;
const UNITS = new RegExp(UNIT, 'gu');

/**
 * Reads off an RE2 expression, anchored at both ends, what the values must look like that it holds for.
 * Undefined for any expression of which that is not plain to see, and where the values may be empty.
 */
export function literalsOf(expression: string): Literals | undefined {
  const inner = unwrapped(expression.replace(/^\^/u, '').replace(/(?<!\\)\$$/u, ''));
  if (VALUES.test(inner)) return { values: (inner.match(WORDS) ?? []).map(unescaped) };
  const begin = PREFIX.exec(inner)?.[0] ?? '';
  const rest = inner.slice(begin.length);
  if (isAlternation(rest)) return undefined;
  // What a quantifier follows may be there no time at all; it may stand behind what takes no place.
  const units = begin.match(UNITS) ?? [];
  const sure = TAKES_PLACE.test(rest) ? units : units.slice(0, -1);
  return sure.length === 0 ? undefined : { prefix: unescaped(sure.join('')) };
}

/** Without the parentheses around a list of values. */
function unwrapped(expression: string): string {
  const [, inner] = /^\((?:\?:)?([^()]*)\)$/u.exec(expression) ?? [];
  return inner !== undefined && VALUES.test(inner) ? inner : expression;
}

function unescaped(units: string): string {
  return units.replaceAll(/\\(.)/gu, '$1');
}

/** Whether it may be one thing or another from its very beginning; if in doubt it may. */
function isAlternation(rest: string): boolean {
  if (!rest.includes('|')) return false;
  // Within brackets and \Q…\E the signs mean other things.
  if (rest.includes('[') || rest.includes('\\Q')) return true;
  let depth = 0;
  for (const [sign] of rest.matchAll(/\\.|[()|]/gsu)) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === '|' && depth <= 0) return true;
  }
  return false;
}
