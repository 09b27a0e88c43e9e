import type { Cell } from '../data/cell.ts';

const ISO =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$/u;

/** Epoch times up to here are seconds, then milliseconds, microseconds, nanoseconds: the year 5138 in each. */
const UNIT = 1e11;

/** The time that a cell tells, epoch milliseconds; undefined when it tells none. Without a zone it is UTC. */
export function momentOf(cell: Cell): number | undefined {
  if (cell instanceof Date) return finite(cell.getTime());
  if (typeof cell === 'bigint') return fromEpoch(Number(cell));
  if (typeof cell === 'number') return fromEpoch(cell);
  if (typeof cell !== 'string' || !ISO.test(cell.trim())) return undefined;
  const text = cell.trim().replace(' ', 'T').replace(',', '.');
  const zoned = text.replace(/\s?UTC$/u, 'Z').replace(/([+-]\d{2})(\d{2})$/u, '$1:$2');
  const hasZone = text.length <= 10 || /(?:Z|[+-]\d{2}:\d{2})$/u.test(zoned);
  return finite(Date.parse(hasZone ? zoned : `${zoned}Z`));
}

function fromEpoch(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  let milliseconds = value < UNIT ? value * 1000 : value;
  while (milliseconds >= UNIT * 1000) milliseconds /= 1000;
  return milliseconds;
}

function finite(milliseconds: number): number | undefined {
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
}
