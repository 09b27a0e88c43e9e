import type { Window } from '../data/files/window.ts';
import type { WatchedModel } from './model.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * What a run looks at. Of data by the hour those hours that are over; of data by the day those days that
 * are, or, when it is looked at every hour, the day so far. Days and hours are UTC's, as the folders are.
 * Of a file that is always the same the window says only when it was looked at.
 *
 * @param at when the run is due, epoch milliseconds
 * @param span how much of the data, in milliseconds; as the config has it unless somebody asks for more
 */
export function windowOf(
  { features: { from }, schedule, ...model }: WatchedModel,
  at: number,
  span = model.window,
): Window {
  const end = endOf(from, schedule, at);
  return { start: end - span, end };
}

function endOf(from: string, schedule: WatchedModel['schedule'], at: number): number {
  if (!from.includes('{date}')) return at;
  if (from.includes('{hour}')) return Math.floor(at / HOUR) * HOUR;
  const midnight = Math.floor(at / DAY) * DAY;
  // The run at midnight looks at the day that is over.
  return schedule === 'hourly' && at > midnight ? midnight + DAY : midnight;
}
