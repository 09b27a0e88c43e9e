/** A phase's heading, taken apart. */
export interface Target {
  readonly title: string;
  /** As it was written: `0–5 min`. */
  readonly target: string;
  /** Milliseconds from the start; undefined: when the phase before ends. */
  readonly from: number | undefined;
  readonly to: number;
}

const UNITS: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000 };

const HEADING = /^(?<title>.*\S)\s*\((?<target>[^()]*)\)$/u;
const SPAN =
  /^(?:within\s+|(?<from>\d{1,4})\s*(?<fromUnit>min|h|d)?\s*[–-]\s*)(?<to>\d{1,4})\s*(?<unit>min|h|d)$/u;

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
  return UNITS[unit] ?? 0;
}
