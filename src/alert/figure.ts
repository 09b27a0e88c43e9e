const BYTES_STEPS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A figure for people: `17.3 %`, `1,200 ms`, `2.15 GB`; `digits` are the significant ones below 1000. */
export function figureText(value: number, sign: string | undefined, digits = 3): string {
  if (sign === 'µs' && Math.abs(value) >= 1000) return figureText(value / 1000, 'ms', digits);
  if ((sign === 'B' || sign === 'B/s') && Math.abs(value) >= 1000) {
    const log = Math.floor(Math.log10(Math.abs(value)) / 3);
    const step = Math.min(log, BYTES_STEPS.length - 1);
    return `${plain(value / 1000 ** step, digits)} ${BYTES_STEPS[step]}${sign.slice(1)}`;
  }
  // Of an availability the nines are what counts: 99.95 % is not 100 %.
  const isNearlyAll = sign === '%' && value > 99 && value < 100;
  const number = plain(value, isNearlyAll ? Math.max(digits, 5) : digits);
  if (sign === undefined) return number;
  return sign.startsWith('/') ? `${number}${sign}` : `${number} ${sign}`;
}

/** Two figures that stand side by side, with enough digits that different ones look different. */
export function figurePair(a: number, b: number, sign: string | undefined): [string, string] {
  for (let digits = 3; digits < 12; digits += 1) {
    const pair: [string, string] = [figureText(a, sign, digits), figureText(b, sign, digits)];
    if (pair[0] !== pair[1] || a === b) return pair;
  }
  return [String(a), String(b)];
}

function plain(value: number, digits: number): string {
  const magnitude = Math.abs(value);
  // Most figures; they read the same in any number of digits, and a formatter takes a microsecond.
  if (magnitude < 1000 && Number.isInteger(value)) return String(value);
  if (magnitude >= 1e15 || (magnitude < 1e-6 && value !== 0)) return value.toPrecision(digits);
  // A whole number of a thousand or more keeps all its digits: 20,000 rather than "20.0 thousand".
  const whole = Math.max(digits, Math.floor(Math.log10(Math.max(magnitude, 1))) + 1);
  return formatter(Math.min(whole, 21)).format(value);
}

/** Kept, because making one takes far longer than an alarm otherwise does. */
const formatters = new Map<number, Intl.NumberFormat>();

function formatter(maximumSignificantDigits: number): Intl.NumberFormat {
  const kept = formatters.get(maximumSignificantDigits);
  if (kept !== undefined) return kept;
  const made = new Intl.NumberFormat('en-US', { maximumSignificantDigits });
  formatters.set(maximumSignificantDigits, made);
  return made;
}
