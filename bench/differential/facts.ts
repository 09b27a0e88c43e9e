import { matchesAll } from '../../src/alert/matcher.ts';
import { parseDuration } from '../../src/config/duration.ts';
import { parseMatchers } from '../../src/config/matchers.ts';
import { matchingRoutes } from '../../src/rules/route.ts';
import { isWithin } from '../../src/rules/timetable.ts';
import type { Setup } from './ours.ts';
import { DURATION, labelsOf, timeIn, type Happening, type Scenario } from './scenario.ts';

const SECONDS = Array.from({ length: DURATION }, (_, second) => second + 0.5);

/** Whether an alert fires at a second of the scenario. */
export function firesAt({ setting, happenings }: Scenario, name: string, second: number): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const one of happenings) {
    if (one.at > second) break;
    if ('resolve' in one && one.resolve === name) end = one.at;
    if ('fire' in one && one.fire === name) {
      const presumed = one.at + parseDuration(setting.resolve_timeout) / 1000;
      end = one.end === undefined ? presumed : Math.max(one.end, end > one.at ? end : one.end);
    }
  }
  return second < end;
}

/** The alerts of a scenario. */
function alertsIn({ happenings }: Scenario): ReadonlySet<string> {
  return new Set(happenings.flatMap(namesIn));
}

function namesIn(happening: Happening): readonly string[] {
  if ('fire' in happening) return [happening.fire];
  return 'resolve' in happening ? [happening.resolve] : [];
}

/** Whether an alert is muted for a part of the time for which it fires. */
export function mutesSome(setup: Setup): boolean {
  const { scenario, policy } = setup;
  return [...alertsIn(scenario)].some((name) => {
    const firing = SECONDS.filter((second) => firesAt(scenario, name, second));
    return matchingRoutes(policy.route, labelsOf(name)).some((route) => {
      const muted = firing.filter((second) => isMutedAt(setup, route.id, name, second));
      return muted.length > 0 && muted.length < firing.length;
    });
  });
}

/** Whether a silence, an inhibition or a time mutes an alert on a route at a second of the scenario. */
export function isMutedAt(setup: Setup, route: string, name: string, second: number): boolean {
  return (
    isSilencedAt(setup.scenario, name, second) ||
    isInhibitedAt(setup, name, second) ||
    isMutedByTime(setup, route, second)
  );
}

function isSilencedAt({ happenings }: Scenario, name: string, second: number): boolean {
  return silencesAt(happenings, second).some(
    ({ matchers, from, until }) =>
      from <= second &&
      second < until &&
      matchesAll(matchers.flatMap(parseMatchers), labelsOf(name)),
  );
}

type Silencing = Extract<Happening, { silence: string }>;

/** The silences that were made and not expired by then: one with other matchers takes the old one's place. */
function silencesAt(happenings: readonly Happening[], second: number): readonly Silencing[] {
  const silences = new Map<string, Silencing>();
  for (const one of happenings) {
    if (one.at > second) break;
    if ('silence' in one) silences.set(one.silence, one);
    if ('expire' in one) silences.delete(one.expire);
  }
  return [...silences.values()];
}

/** One that is on both sides of a rule is not inhibited by another for which that holds. */
function isInhibitedAt({ scenario, policy }: Setup, name: string, second: number): boolean {
  const firing = [...alertsIn(scenario)].filter((one) => firesAt(scenario, one, second));
  const target = labelsOf(name);
  return policy.inhibitRules.some(
    (rule) =>
      matchesAll(rule.target, target) &&
      firing.map(labelsOf).some((source) => {
        const areBoth = matchesAll(rule.source, target) && matchesAll(rule.target, source);
        const areEqual = rule.equal.every((label) => source[label] === target[label]);
        return matchesAll(rule.source, source) && areEqual && !areBoth;
      }),
  );
}

function isMutedByTime({ scenario, policy }: Setup, id: string, second: number): boolean {
  const route = policy.routesById.get(id);
  if (route === undefined) return false;
  const now = timeIn(scenario, second);
  const active = route.activeTimeIntervals;
  return (
    route.muteTimeIntervals.some((interval) => isWithin(interval, now)) ||
    (active.length > 0 && !active.some((interval) => isWithin(interval, now)))
  );
}
