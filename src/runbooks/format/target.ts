/** A phase's heading, taken apart. */
export interface Target {
  readonly title: string;
  /** As it was written: `0–5 min`. */
  readonly target: string;
  /** Milliseconds from the start; undefined: when the phase before ends. */
  readonly from: number | undefined;
  readonly to: number;
}

/** By the first letter: nobody at night should have to know whether it is `min`, `m` or `minutes`. */
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const HEADING = /^(?<title>.*\S)\s*\((?<target>[^()]*)\)$/u;
const UNIT = 'm|min|minutes?|h|hours?|d|days?';
const SPAN = new RegExp(
  `^(?:within\\s+|(?<from>\\d{1,4})\\s*(?<fromUnit>${UNIT})?\\s*[–-]\\s*)(?<to>\\d{1,4})\\s*(?<unit>${UNIT})$`,
  'u',
);

/**
 * Reads a phase's heading: `Investigate (0–5 min)`, `Watch (24–48 h)`, `Resolve (45 min–2 h)`,
 * `Afterwards (within 24 h)`. Undefined where it does not end in a target time.
 */
export function readTarget(heading: string): Target | undefined {
  const { title, target } = HEADING.exec(heading)?.groups ?? {};
  if (title === undefined || target === undefined) return undefined;
  const { from, fromUnit, to, unit = 'min' } = SPAN.exec(target.trim())?.groups ?? {};
  if (to === undefined) return undefined;
  const begins = from === undefined ? undefined : Number(from) * spanOf(fromUnit ?? unit);
  return { title, target: target.trim(), from: begins, to: Number(to) * spanOf(unit) };
}

function spanOf(unit: string): number {
  return UNITS[unit.charAt(0)] ?? 0;
}
