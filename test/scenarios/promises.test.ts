import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Group } from '../../src/alert/group.ts';
import { placeOn, type Place } from '../../src/rules/group.ts';
import type { Integration, Policy } from '../../src/rules/policy.ts';
import { matchingRoutes } from '../../src/rules/route.ts';
import { runs } from '../support/runs.ts';
import {
  ALERTS,
  play,
  policyFrom,
  anySettings,
  anySteps,
  type History,
  type Step,
} from './story.ts';
import type { Call, Timeline } from './timeline.ts';

const RUNS = { numRuns: runs(30) };
const stories = fc.record({ settings: anySettings, steps: anySteps });

/** What one integration heard of one group, and what it makes of it. */
interface Conversation {
  readonly integration: Integration;
  readonly notifications: readonly Call[];
}

function conversationOf(
  line: Timeline,
  group: Group['key'],
  integration: Integration,
): Conversation {
  const notifications = line.calls.filter(
    (call) => call.group === group && call.to === integration.id && call.kind === 'notification',
  );
  return { integration, notifications };
}

/** What they take for firing after some calls: what is neither said to fire nor to be over stays. */
function believed({ integration }: Conversation, calls: readonly Call[]): ReadonlySet<string> {
  const firing = new Set<string>();
  for (const call of calls) {
    if (integration.sendResolved) for (const name of call.resolved) firing.delete(name);
    for (const name of call.firing) firing.add(name);
  }
  return firing;
}

/** Where each alert is told, and by whom. */
function* audiences(policy: Policy): Generator<{
  readonly name: string;
  readonly place: Place;
  readonly integration: Integration;
}> {
  for (const [name, labels] of Object.entries(ALERTS)) {
    const full = { severity: 'warning', ...labels };
    for (const route of matchingRoutes(policy.route, full)) {
      const place = placeOn(route, full);
      for (const integration of policy.integrationsByReceiver.get(place.route.receiver) ?? []) {
        yield { name, place, integration };
      }
    }
  }
}

/** From when to when an alert fires and nothing mutes it, in milliseconds. */
function loudTimes(history: History, name: string, { route }: Place): readonly [number, number][] {
  const times: [number, number][] = [];
  let since: number | undefined;
  for (const at of history.moments) {
    if (history.isLoudThroughout(name, route, at)) {
      since ??= at;
      continue;
    }
    if (since !== undefined) times.push([since, at]);
    since = history.isLoud(name, route, at) ? at : undefined;
  }
  return times;
}

/** What fired unmuted for longer than a group takes to tell it, and was not told by then. */
function forgotten(line: Timeline, history: History, policy: Policy): readonly string[] {
  const { groupWait, groupInterval } = policy.route;
  const bound = Math.max(groupWait, groupInterval);
  const missing: string[] = [];
  for (const { name, place, integration } of audiences(policy)) {
    const heard = conversationOf(line, place.key, integration);
    for (const [from, to] of loudTimes(history, name, place)) {
      if (to - from <= bound) continue;
      const until = from + bound;
      const calls = heard.notifications.filter(({ at }) => at * 1000 <= until);
      if (believed(heard, calls).has(name)) continue;
      missing.push(
        `${integration.id} did not know by ${until} of ${name}, loud from ${from} to ${to}`,
      );
    }
  }
  return missing;
}

function conversations(line: Timeline, policy: Policy): readonly Conversation[] {
  const groups = new Set(line.calls.map(({ group }) => group));
  return [...groups].flatMap((group) =>
    [...policy.integrationsById.values()].map((one) => conversationOf(line, group, one)),
  );
}

/** What those who hear of ends take for firing when all is over. */
function neverClosed(line: Timeline, policy: Policy): readonly string[] {
  return conversations(line, policy)
    .filter(({ integration }) => integration.sendResolved)
    .flatMap((heard) =>
      [...believed(heard, heard.notifications)].map(
        (name) => `${heard.integration.id} was not told that ${name} is over`,
      ),
    );
}

/** Notifications that said nothing new and were none of the repeats that were due. */
function forNothing(line: Timeline, history: History, policy: Policy): readonly Call[] {
  const { repeatInterval } = policy.route;
  return conversations(line, policy).flatMap((heard) =>
    heard.notifications.filter((call, index) => {
      const before = heard.notifications.slice(0, index);
      const last = before.at(-1);
      if (last === undefined || call.reason === 'escalated') return false;
      const known = believed(heard, before);
      const isNew = (name: string) => {
        if (!known.has(name)) return true;
        if (heard.integration.sendResolved) return false;
        // Who is not told of ends is told anew what fires again.
        const { at = 0 } = before.findLast(({ firing }) => firing.includes(name)) ?? {};
        return !history.firedOn(name, at * 1000, call.at * 1000);
      };
      if (call.firing.some(isNew)) return false;
      if (call.resolved.some((name) => !last.resolved.includes(name))) return false;
      const isDue = (call.due ?? 0) * 1000 > (last.due ?? 0) * 1000 + repeatInterval;
      return call.reason !== 'repeat' || !isDue;
    }),
  );
}

/** What was told of alerts that were muted, or did not fire at all. */
function unheardOf(line: Timeline, history: History, policy: Policy): readonly string[] {
  return conversations(line, policy).flatMap((heard) =>
    heard.notifications.flatMap(({ at, group, firing, resolved }, index) => {
      const route = policy.routesById.get(group.split('.')[0] ?? '') ?? policy.route;
      const known = believed(
        { ...heard, integration: { ...heard.integration, sendResolved: false } },
        heard.notifications.slice(0, index),
      );
      return [
        ...firing
          .filter((name) => !history.mayBeLoud(name, route, at * 1000))
          .map((name) => `${at} ${name} is muted and told`),
        ...resolved
          .filter((name) => !known.has(name) && !history.mayBeHeard(name, route, at * 1000))
          .map((name) => `${at} ${name} is muted and its end is told`),
      ];
    }),
  );
}

test('whatever is muted, acknowledged or escalated: what is loud is told in time, once, and closed', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async ({ settings, steps }) => {
      const policy = policyFrom(settings);
      const { line, history } = await play({ policy, steps });
      expect(line.errors).toEqual([]);
      expect(line.state.deadLetters).toEqual([]);
      expect(forgotten(line, history, policy)).toEqual([]);
      expect(neverClosed(line, policy)).toEqual([]);
      expect(forNothing(line, history, policy)).toEqual([]);
      expect(unheardOf(line, history, policy)).toEqual([]);
      expect(line.left).toEqual([]);
      expect([...line.state.silences.all.keys()]).toEqual(['nobody']);
    }),
    RUNS,
  );
}, 60_000);

/** The calls of which one telling knows and the other does not. */
function differences(some: Timeline, other: Timeline): readonly string[] {
  const [these, those] = [new Set(record(some)), new Set(record(other))];
  return [...these.symmetricDifference(those)].toSorted().slice(0, 6);
}

/** All calls in words; messages are counted by group, so that it does not matter which was first. */
function record({ calls }: Timeline): readonly string[] {
  const messages = new Map<string, Set<string>>();
  return calls.map(({ message, ...call }) => {
    const known = messages.get(call.group) ?? new Set();
    messages.set(call.group, message === undefined ? known : known.add(message));
    const number = message === undefined ? '' : [...known].indexOf(message);
    return `${String(call.at).padStart(9)} ${number} ${JSON.stringify(call)}`;
  });
}

test('restarts between any two events change nothing', async () => {
  const restarts = fc.array(fc.boolean(), { minLength: 25, maxLength: 25 });
  const places = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 25, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(stories, restarts, places, async ({ settings, steps }, when, before) => {
      const policy = policyFrom(settings);
      const { line } = await play({ policy, steps });
      const { line: restarted } = await play({ policy, steps }, {}, async (one, index, at) => {
        const time = Math.max(one.seconds, at - (before[index] ?? 0) / 2);
        return when[index] === true ? one.restarts(time) : one;
      });
      expect(differences(line, restarted)).toEqual([]);
      expect(restarted.left).toEqual([]);
    }),
    { numRuns: RUNS.numRuns / 2 },
  );
}, 60_000);

test('a process that dies with its hands full loses nothing and leaves nothing open', async () => {
  const deaths = fc.array(fc.option(fc.constantFrom(...Object.keys(ALERTS))), {
    minLength: 25,
    maxLength: 25,
  });
  const delays = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(stories, deaths, delays, async ({ settings, steps }, dies, slow) => {
      const policy = policyFrom(settings);
      const given = [...slow];
      const answer = () => ({ after: given.shift() ?? 0 });
      const { line } = await play({ policy, steps }, { answer }, async (one, index, at) => {
        const name = dies[index] ?? undefined;
        if (name === undefined) return;
        const { severity, ...labels } = ALERTS[name] ?? {};
        await one.dies(at, name, { labels, ...(severity === 'critical' && { severity }) });
      });
      expect(line.errors).toEqual([]);
      expect(neverClosed(line, policy)).toEqual([]);
      expect(line.left).toEqual([]);
    }),
    { numRuns: RUNS.numRuns / 2 },
  );
}, 60_000);

test('of what happens at one moment to different groups the order does not matter', async () => {
  const orders = fc.array(fc.nat({ max: 1_000 }), { minLength: 25, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(stories, orders, async ({ settings, steps }, order) => {
      const policy = policyFrom({ ...settings, groupBy: 'all', inhibits: false });
      const { line } = await play({ policy, steps });
      const { line: other } = await play({ policy, steps: reordered(steps, order) });
      expect(differences(line, other)).toEqual([]);
    }),
    { numRuns: RUNS.numRuns / 2 },
  );
}, 60_000);

/** The same steps at the same times; of those at one moment, alerts in another order. */
function reordered(steps: readonly Step[], order: readonly number[]): readonly Step[] {
  const result: Step[] = [];
  for (const [index, step] of steps.entries()) {
    let at = result.length;
    const { gap } = step;
    // It goes before others of its moment, as long as they are of other alerts.
    for (let room = order[index] ?? 0; room % 3 > 0 && at > 0; room = Math.floor(room / 3)) {
      const before = result[at - 1];
      if (result.slice(at).reduce((sum, one) => sum + one.gap, gap) > 0) break;
      if (before === undefined || !('name' in before && 'name' in step)) break;
      if (before.name === step.name) break;
      at -= 1;
    }
    const moved = result[at];
    if (moved === undefined) result.push(step);
    else result.splice(at, 1, { ...step, gap: moved.gap }, { ...moved, gap: 0 });
  }
  return result;
}
