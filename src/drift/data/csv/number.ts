const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;

/** The powers of ten that a double holds exactly. */
const TENS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** Digits that always fit into a double, and those that fit into two. */
const EXACT_DIGITS = 15;
const MOST_DIGITS = 19;

const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/u;
const INFINITE = /^([-+]?)inf(?:inity)?$/iu;

/**
 * The decimal number that bytes of ASCII write, exactly as `Number` reads it; NaN where they write
 * none: `1,5`, `1 000`, `0x1F` and the empty text are none. `inf` and `-Infinity` are infinities.
 *
 * Most numbers are read without making a text of them. Up to 15 digits are a double as they stand,
 * and one division by a power of ten that is exact too is rounded once (Clinger, "How to read
 * floating point numbers accurately", 1990). Up to 19 digits are the sum of two doubles; see `quotient`.
 */
export function parseNumber(bytes: Buffer, from: number, end: number): number {
  let at = from;
  const sign = bytes[at] ?? 0;
  if (sign === MINUS || sign === PLUS) at += 1;
  let high = 0;
  let low = 0;
  let digits = 0;
  let lowDigits = 0;
  let fraction = 0;
  let point = -1;
  const first = at;
  for (; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (digits < EXACT_DIGITS) high = high * 10 + digit;
      else if (digits < MOST_DIGITS) {
        low = low * 10 + digit;
        lowDigits += 1;
      } else return parseText(bytes, from, end);
      // Zeros in front are no digits that have to fit.
      if (digits > 0 || digit > 0) digits += 1;
      if (point >= 0) fraction += 1;
    } else if (digit === POINT - ZERO && point < 0) {
      point = at;
    } else return parseText(bytes, from, end);
  }
  if (end - first - (point < 0 ? 0 : 1) < 1) return parseText(bytes, from, end);
  if (fraction > 22) return parseText(bytes, from, end);
  const value =
    lowDigits === 0
      ? high / (TENS[fraction] ?? 1)
      : quotient(high, TENS[lowDigits] ?? 1, low, TENS[fraction] ?? 1);
  if (Number.isNaN(value)) return parseText(bytes, from, end);
  return sign === MINUS ? -value : value;
}

/** Exponents, long numbers, blanks around them, words: all that is rare. */
function parseText(bytes: Buffer, from: number, end: number): number {
  // Numbers begin so: a word is seen to be one by its first letter.
  const first = bytes[from] ?? 0;
  if (first > 57 && first !== 73 && first !== 105) return Number.NaN;
  if (end - from > 400) return Number.NaN;
  const text = bytes.toString('latin1', from, end).trim();
  if (DECIMAL.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite === null) return Number.NaN;
  return infinite[1] === '-' ? -Infinity : Infinity;
}

/** 2^27 + 1 parts a double into two halves of 26 bits (Dekker, 1971). */
const SPLITTER = 134_217_729;

/**
 * (high × scale + low) ÷ divisor, rounded once, of whole numbers below 2^53 whose product is below
 * 1e19, and a power of ten up to 1e22; NaN where the rounding is too close to call.
 *
 * The dividend is kept as a sum of two doubles. The first quotient leaves a remainder that is
 * computed exactly (Dekker's product), and its quotient corrects the first. All errors together are
 * below 2^-98 of the value, so if a correction that is larger or smaller by 2^-96 leads to the same
 * double, it is the nearest one.
 */
function quotient(high: number, scale: number, low: number, divisor: number): number {
  const product = high * scale;
  const dividend = product + low;
  const rest = productError(high, scale, product) + (low - (dividend - product));
  const first = dividend / divisor;
  const back = first * divisor;
  const remainder = dividend - back - productError(first, divisor, back) + rest;
  const correction = remainder / divisor;
  const doubt = first * 2 ** -96;
  const value = first + (correction - doubt);
  return value === first + (correction + doubt) ? value : Number.NaN;
}

/** a × b - product, exactly. */
function productError(a: number, b: number, product: number): number {
  const aHigh = SPLITTER * a - (SPLITTER * a - a);
  const aLow = a - aHigh;
  const bHigh = SPLITTER * b - (SPLITTER * b - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
