import type { Matcher } from '../alert/matcher.ts';
import { nextWindow, windowAt, type MaintenanceWindow } from '../rules/maintenance.ts';

/** A time of a maintenance window of the config: that is on, or the next. */
export interface PlannedMaintenance {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  /** Epoch milliseconds. */
  readonly startsAt: number;
  readonly endsAt: number;
}

/** The windows that are on at `now` or begin within `ahead` (both milliseconds), the first to begin first. */
export function plannedMaintenance(
  windows: readonly MaintenanceWindow[],
  now: number,
  ahead: number,
): readonly PlannedMaintenance[] {
  return windows
    .flatMap((window) => {
      const times = [windowAt(window, now), nextWindow(window, now)];
      const { name, matchers } = window;
      return times.flatMap((time) => (time === undefined ? [] : [{ name, matchers, ...time }]));
    })
    .filter(({ startsAt }) => startsAt < now + ahead)
    .toSorted((a, b) => a.startsAt - b.startsAt);
}
