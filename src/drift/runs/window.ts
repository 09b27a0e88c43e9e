import type { Window } from '../data/files/window.ts';
import type { WatchedModel } from './model.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where data is, and how it is looked at. */
export interface Dated {
  readonly from: string;
  readonly schedule: 'daily' | 'hourly' | 'never';
  /** How much of the newest is looked at, in milliseconds. */
  readonly window: number;
}

/**
 * What a run over a model looks at.
 *
 * @param span how much of the data, in milliseconds; as the config has it unless somebody asks for more
 */
export function windowOf(
  { features: { from }, schedule, window }: WatchedModel,
  at: number,
  span = window,
): Window {
  return dataWindow({ from, schedule, window: span }, at);
}

/**
 * What a run looks at. Of data by the hour those hours that are over; of data by the day those days that
 * are, or, when it is looked at every hour, after the first one the day so far. Days and hours are UTC's, as
 * the folders are. Of a file that is always the same the window says only when it was looked at.
 *
 * @param at when the run is due, epoch milliseconds
 */
export function dataWindow({ from, schedule, window: span }: Dated, at: number): Window {
  if (!from.includes('{date}')) return { start: at - span, end: at };
  const unit = from.includes('{hour}') ? HOUR : DAY;
  const over = Math.floor(at / unit) * unit;
  // The first run of a day looks at the one that is over: of its own nothing is there yet.
  const isFirst = at - over < HOUR;
  if (unit === HOUR || schedule !== 'hourly' || isFirst) return { start: over - span, end: over };
  return { start: over + DAY - span, end: at };
}
