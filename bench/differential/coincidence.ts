import { parseDuration } from '../../src/config/duration.ts';
import { placeOn } from '../../src/rules/group.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { matchingRoutes } from '../../src/rules/route.ts';
import type { Setup } from './ours.ts';
import { DURATION, labelsOf, type Happening, type Scenario } from './scenario.ts';

/** What comes nearer to a tick, in seconds, may be before or after it in real time. */
const TICK_MARGIN = 0.2;
/** The same of two things that happen. */
const MARGIN = 0.1;

/** When something changes, and for which alert if only for one. */
interface Moment {
  readonly at: number;
  readonly alert?: string;
}

/** A group's flushes come at its anchor and whole intervals (seconds) after it. */
interface Rhythm {
  readonly anchor: number;
  /** When what happened brought the first flush with it. */
  readonly cause?: number;
  readonly interval: number;
  readonly alerts: ReadonlySet<string>;
}

/**
 * Whether what is told depends on milliseconds: something happens at the same time as something else,
 * or as a flush that it matters to.
 */
export function hasCoincidence({ scenario, policy }: Setup): boolean {
  const moments = momentsOf(scenario);
  const times = moments.map(({ at }) => at).toSorted((a, b) => a - b);
  if (times.some((at, index) => index > 0 && at - (times[index - 1] ?? 0) < MARGIN)) return true;
  return rhythmsOf(scenario, policy).some((rhythm) => {
    const own = scenario.setting.inhibit_rules === undefined;
    const felt = moments.filter(
      ({ at, alert }) =>
        at !== rhythm.cause && (alert === undefined || !own || rhythm.alerts.has(alert)),
    );
    return ticksOf(rhythm).some((tick) => felt.some(({ at }) => Math.abs(at - tick) < TICK_MARGIN));
  });
}

function momentsOf({ begin, setting, happenings }: Scenario): readonly Moment[] {
  const timeout = parseDuration(setting.resolve_timeout) / 1000;
  const minute = 60 - ((Date.parse(begin) / 1000) % 60);
  return [
    ...(setting.time_intervals === undefined ? [] : [{ at: minute }]),
    ...happenings.flatMap((one): readonly Moment[] => {
      if ('fire' in one) {
        const { at, fire: alert, end = at + timeout } = one;
        return [
          { at, alert },
          { at: end, alert },
        ].filter(({ at }) => at < DURATION);
      }
      if ('resolve' in one) return [{ at: one.at, alert: one.resolve }];
      if ('expire' in one) return [{ at: one.at }];
      const { at, from, until } = one;
      return [{ at }, { at: until }, ...(from > at ? [{ at: from }] : [])];
    }),
  ];
}

/** The rhythms of the groups that there will be. */
function rhythmsOf({ setting, happenings }: Scenario, policy: Policy): readonly Rhythm[] {
  const groups = new Map<string, Rhythm>();
  for (const happening of happenings) {
    const { name, start } = alertOf(happening);
    if (name === undefined) continue;
    const labels = labelsOf(name);
    for (const route of matchingRoutes(policy.route, labels)) {
      const { key } = placeOn(route, labels);
      const [wait, interval] = [route.groupWait / 1000, route.groupInterval / 1000];
      const opened = groups.get(key);
      const known: Rhythm = opened ?? {
        anchor: happening.at + wait,
        interval,
        alerts: new Set(),
      };
      const isEarly = opened === undefined || happening.at < opened.anchor;
      const isLate = isEarly && start + wait <= happening.at;
      // What Alertmanager flushes at once it may not have seen yet as inhibiting the others.
      const isOwn = opened === undefined || setting.inhibit_rules === undefined;
      groups.set(key, {
        ...known,
        ...(isLate && { anchor: happening.at }),
        ...(isLate && isOwn && { cause: happening.at }),
        alerts: new Set([...known.alerts, name]),
      });
    }
  }
  return [...groups.values()];
}

/** The alert that is posted, and when it says that it began. */
function alertOf(happening: Happening): { readonly name?: string; readonly start: number } {
  if ('fire' in happening) return { name: happening.fire, start: happening.start ?? happening.at };
  if ('resolve' in happening) return { name: happening.resolve, start: happening.at };
  return { start: happening.at };
}

function ticksOf({ anchor, interval }: Rhythm): readonly number[] {
  const count = Math.max(0, Math.ceil((DURATION - anchor) / interval));
  return Array.from({ length: count }, (_, index) => anchor + index * interval);
}
