import type { TimeInterval, TimeRange } from '../rules/timetable.ts';
import type { Config } from './schema/config.ts';

type Written = Config['time_intervals'][number];

/** Compiles a named interval into what the rules work with. */
export function compileTimeInterval({ name, time_intervals }: Written): TimeInterval {
  return { name, ranges: time_intervals.map(compileRange) };
}

function compileRange(written: Written['time_intervals'][number]): TimeRange {
  return {
    times: written.times.map(({ start_time, end_time }) => ({ start: start_time, end: end_time })),
    weekdays: written.weekdays,
    daysOfMonth: written.days_of_month,
    months: written.months,
    years: written.years,
    location: written.location,
  };
}
