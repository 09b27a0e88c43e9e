import { isResolved, type Alert } from '../alert/alert.ts';
import { alertCount, namesText } from '../alert/worst-first.ts';
import { utcText } from '../alert/utc.ts';
import { MAINTENANCE } from '../rules/announcement.ts';
import {
  lastWindow,
  nextWindow,
  windowAt,
  type MaintenanceWindow,
  type WindowTime,
} from '../rules/maintenance.ts';
import { announcement, matchersText, type Announcement } from './announcement.ts';

/** So long before it begins people hear of it, in milliseconds. */
const BEFORE = 15 * 60_000;
/** What was missed for longer, because no bot was there, is no news any more, in milliseconds. */
const LATE = 15 * 60_000;
/** An occurrence stands so long, in milliseconds, unless something else comes first. */
const STANDS = 60 * 60_000;

/** What there is to say of a maintenance window. */
export interface MaintenanceNews {
  readonly id: string;
  readonly stage: 'soon' | 'begun' | 'over';
  readonly window: MaintenanceWindow;
  readonly time: WindowTime;
}

/** The windows that begin soon, have begun, or are over, at `now` (epoch milliseconds). */
export function maintenanceNews(
  windows: readonly MaintenanceWindow[],
  now: number,
): readonly MaintenanceNews[] {
  return windows.flatMap((window) => {
    const next = nextWindow(window, now);
    const last = lastWindow(window, now);
    return [
      ...(next !== undefined && next.startsAt - now <= BEFORE && isFirst(window, next)
        ? [newsOf('soon', window, next)]
        : []),
      ...(last !== undefined && now < Math.min(last.startsAt + LATE, last.endsAt)
        ? isFirst(window, last)
          ? [newsOf('begun', window, last)]
          : []
        : []),
      ...(last !== undefined && last.endsAt <= now && now < last.endsAt + LATE
        ? [newsOf('over', window, last)]
        : []),
    ];
  });
}

/** Of times that overlap or follow each other without a gap only the first begins anything. */
function isFirst(window: MaintenanceWindow, { startsAt }: WindowTime): boolean {
  return windowAt(window, startsAt - 1) === undefined;
}

function newsOf(
  stage: MaintenanceNews['stage'],
  window: MaintenanceWindow,
  time: WindowTime,
): MaintenanceNews {
  return { id: `tocsin/maintenance/${window.name}/${stage}/${time.startsAt}`, stage, window, time };
}

/** @param muted the alerts that it muted, once it is over */
export function maintenanceAnnouncement(
  { id, stage, window, time }: MaintenanceNews,
  muted: readonly Alert[],
  now: number,
): Announcement {
  const { name, matchers } = window;
  const { startsAt, endsAt } = time;
  const said = {
    soon: {
      summary: `maintenance ${name} begins at ${utcText(startsAt)}, until ${utcText(endsAt)}`,
      until: startsAt,
    },
    begun: {
      summary: `maintenance ${name} has begun, until ${utcText(endsAt)}`,
      until: Math.min(endsAt, now + STANDS),
    },
    over: { summary: `maintenance ${name} is over: ${mutedText(muted, now)}`, until: now + STANDS },
  }[stage];
  return announcement({
    id,
    labels: { alertname: MAINTENANCE, window: name },
    matchers,
    ...said,
    description: `It mutes alerts with ${matchersText(matchers)}.`,
    at: now,
  });
}

function mutedText(muted: readonly Alert[], now: number): string {
  if (muted.length === 0) return 'it muted nothing';
  const text = `it muted ${alertCount(muted.length)}: ${namesText(muted)}`;
  const firing = muted.filter((alert) => !isResolved(alert, now));
  if (firing.length === 0) return `${text}; none fires now`;
  const fire = firing.length === 1 ? 'fires' : 'fire';
  return `${text}; ${firing.length} still ${fire}: ${namesText(firing)}`;
}
