import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isResolved } from '../../src/alert/alert.ts';
import { matcher } from '../../src/alert/matcher.ts';
import type { Signal } from '../../src/alert/signal.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { policyOf, route } from '../rules/make.ts';
import { runs } from '../support/runs.ts';
import { Timeline, type Answer, type Call } from './timeline.ts';

/** Whatever happens, quiet for this long everything is told; in seconds. */
const SETTLED = 120;
/** Longer than every retry, repeat relay, end by itself and grace there is; in seconds. */
const FORGOTTEN = 240;

interface Step {
  readonly gap: number;
  readonly name: string;
  readonly what:
    | 'fires'
    | 'ends'
    | 'late end'
    | 're-sent'
    | 'has an end'
    | 'has no data'
    | 'is resolved by hand, as everything';
  readonly severity: 'warning' | 'critical';
  readonly team: string;
}

const seconds = (max: number) => fc.integer({ min: 0, max: max * 10 }).map((tenths) => tenths / 10);

const steps = fc.array(
  fc.record({
    gap: seconds(15),
    // What begins with `o` is an occurrence.
    name: fc.constantFrom('a', 'b', 'c', 'o', 'o2'),
    what: fc.constantFrom<Step['what'][]>(
      'fires',
      'fires',
      'ends',
      'late end',
      're-sent',
      'has an end',
      'has no data',
      'is resolved by hand, as everything',
    ),
    severity: fc.constantFrom<Step['severity'][]>('warning', 'warning', 'critical'),
    team: fc.constantFrom('red', 'red', 'blue'),
  }),
  { minLength: 1, maxLength: 25 },
);

const answers = fc.array(
  fc.record({
    result: fc.constantFrom<NonNullable<Answer['result']>[]>(
      'delivered',
      'retry',
      'reject',
      'lost',
    ),
    after: fc.oneof(fc.constant(0), seconds(11)),
  }),
  { maxLength: 30 },
);

const policies = fc
  .record({
    groupWait: fc.constantFrom(0, 1_000, 3_000),
    groupInterval: fc.constantFrom(1_000, 4_000, 10_000),
    repeatInterval: fc.constantFrom(1, 15_000, 3_600_000),
    promptRefire: fc.boolean(),
    groupBy: fc.constantFrom<readonly string[] | 'all'>([], ['team'], 'all'),
    goesOn: fc.boolean(),
    sendResolved: fc.boolean(),
    noData: fc.constantFrom('ignore', 'firing', 'resolved'),
    storm: fc.constantFrom(undefined, { groups: 1, window: 10_000 }),
    flapping: fc.constantFrom(undefined, { transitions: 2, window: 20_000 }),
    fallback: fc.boolean(),
  })
  .map(({ goesOn, sendResolved, flapping, storm, noData, fallback, ...pace }) => {
    const critical = matcher('severity', '=', 'critical');
    const page = { ...pace, id: 'page', receiver: 'page', matchers: [critical], continue: goesOn };
    const rest = {
      ...pace,
      id: 'rest',
      matchers: goesOn ? [] : [matcher('severity', '!=', 'critical')],
    };
    return policyOf(
      route({ ...pace, routes: [route(page), route(rest)] }),
      {
        hook: { hook: { sendResolved }, chat: { kind: 'slack', sendResolved } },
        page: { page: {} },
        spare: { spare: {}, more: { kind: 'slack' } },
      },
      {
        fallbacks: new Map(
          fallback
            ? [
                ['hook', 'page'],
                ['page', 'spare'],
              ]
            : [],
        ),
        resolveTimeout: 20_000,
        insufficientData: { policy: noData, after: 5_000 },
        ...(flapping && { flapping }),
        ...(storm && { storm }),
      },
    );
  });

const stories = fc.record({ policy: policies, steps, answers });

/** What happened, then enough quiet, then the end of everything, then quiet again. */
async function play(story: {
  readonly policy: Policy;
  readonly steps: readonly Step[];
  readonly answers: readonly Answer[];
}): Promise<{ readonly line: Timeline; readonly untold: readonly string[] }> {
  const given = [...story.answers];
  const line = new Timeline({ policy: story.policy, answer: () => given.shift() ?? {} });
  const lasting = new Set<string>();
  const saidEnds = new Map<string, number>();
  for (const step of story.steps) {
    const at = line.seconds + step.gap;
    await act(line, at, step);
    if (step.what === 'has an end') saidEnds.set(step.name, at + 12);
    if (step.what === 'ends') saidEnds.delete(step.name);
    const endsByItself = step.name.startsWith('o') || (saidEnds.get(step.name) ?? 0) > at;
    if (step.what.startsWith('is resolved')) {
      // What a source says again of the same moment is no news, and stays as somebody left it.
      await line.until(line.seconds + 0.1);
      lasting.clear();
      saidEnds.clear();
      continue;
    }
    if (step.what === 'fires' && !endsByItself) lasting.add(step.name);
    else if (step.what !== 'late end') lasting.delete(step.name);
  }
  given.length = 0;
  await line.until(line.seconds + SETTLED);
  const untold = [...notTold(line, story.policy), ...notKnown(line, lasting)];
  for (const name of ['a', 'b', 'c', 'o', 'o2']) await line.ends(line.seconds, name);
  await line.until(line.seconds + FORGOTTEN);
  return { line, untold };
}

function act(line: Timeline, at: number, { name, what, severity, team }: Step): Promise<Timeline> {
  const now = Math.round(at * 1000);
  const isOccurrence = name.startsWith('o');
  const rest: Partial<Signal> = {
    severity,
    labels: { team },
    ...(isOccurrence && { nature: 'occurrence', endsAt: now + 8_000 }),
    ...(what === 're-sent' && { resends: true }),
    ...(what === 'has an end' && { endsAt: now + 12_000 }),
  };
  if (what === 'is resolved by hand, as everything') return line.resolves(at, 'ana');
  if (what === 'has no data') return line.hasNoData(at, name, rest);
  if (what === 'late end') return line.ends(at, name, { changedAt: -1 });
  return what === 'ends' ? line.ends(at, name, { severity }) : line.fires(at, name, rest);
}

function calls(line: Timeline, group: string, to: string): readonly Call[] {
  return line.calls.filter((call) => call.group === group && call.to === to);
}

function isAccepted({ result }: Call): boolean {
  return result === 'delivered';
}

/** What fires in a group and is not in the last notification that one of its integrations accepted. */
function notTold(line: Timeline, policy: Policy): readonly string[] {
  return [...line.state.groups].flatMap(([key, { value: group }]) => {
    const members = [...(line.state.members.get(key) ?? [])];
    const firing = members.filter(([, member]) => !isResolved(member, line.seconds * 1000));
    const { receiver = '' } = policy.routesById.get(group?.routeId ?? '') ?? {};
    return (policy.integrationsByReceiver.get(receiver) ?? []).flatMap(({ id }) => {
      const told = calls(line, key, id).findLast(
        (call) => call.kind === 'notification' && isAccepted(call),
      );
      return firing
        .filter(([name]) => !told?.firing.includes(name))
        .map(([name]) => `${id} was not told of ${name}`);
    });
  });
}

/** What goes on firing and is in no group. */
function notKnown(line: Timeline, lasting: ReadonlySet<string>): readonly string[] {
  const members = new Map([...line.state.members.values()].flatMap((group) => [...group]));
  return [...lasting].filter((name) => {
    const member = members.get(name);
    return member === undefined || isResolved(member, line.seconds * 1000);
  });
}

/** Each service with each group it heard of. */
function conversations(line: Timeline): readonly (readonly Call[])[] {
  return [...Map.groupBy(line.calls, ({ group, to }) => `${group} ${to}`).values()];
}

/** What a service that was told of it still takes for firing when all is over. */
function stillBelieved(heard: readonly Call[], policy: Policy): readonly string[] {
  const lastIndex = heard.findLastIndex(isAccepted);
  const last = heard[lastIndex];
  if (last === undefined) return [];
  // A refused end, or a message that could not be edited, is not tried again.
  if (heard.slice(lastIndex).some(({ result }) => result === 'reject')) return [];
  const lasting = last.firing.filter((name) => !name.startsWith('o'));
  if (policy.integrationsById.get(last.to)?.sendResolved) return lasting;
  // Without word of the end there is still the message, which is edited.
  return last.to === 'chat' ? lasting : [];
}

function saysTheSame(one: Call, other: Call | undefined): boolean {
  const said = ({ firing, resolved }: Call) => [firing, resolved].map((names) => names.toSorted());
  return other !== undefined && JSON.stringify(said(one)) === JSON.stringify(said(other));
}

/** Why a notification was none too many; undefined when it was. */
function excuse(call: Call, before: readonly Call[], policy: Policy): string | undefined {
  const lastIndex = before.findLastIndex((one) => one.kind === 'notification' && isAccepted(one));
  const last = before[lastIndex];
  // Who did not answer may have taken what it was told.
  const isInDoubt = before
    .slice(lastIndex + 1)
    .some((one) => one.result === 'retry' && !saysTheSame(one, last));
  if (last === undefined || last.firing.length === 0) {
    if (call.firing.length > 0) return 'first';
    return isInDoubt ? 'in doubt' : undefined;
  }
  const told = { firing: new Set(last.firing), resolved: new Set(last.resolved) };
  if (call.firing.some((name) => !told.firing.has(name))) return 'new';
  if (call.resolved.some((name) => !told.resolved.has(name))) return 'ended';
  if (isInDoubt) return 'in doubt';
  const isUnsteady = call.flapping.some((name) => !last.flapping.includes(name));
  if (isUnsteady || call.reason === 'flapping') return 'flapping';
  const isFirst = call.reason === 'first notification' || call.reason === 'storm';
  if (isFirst && call.episode !== last.episode) return 'closed quietly';
  const { repeatInterval } = policy.route;
  const isLater = (call.due ?? 0) * 1000 > (last.due ?? 0) * 1000 + repeatInterval;
  return call.reason === 'repeat' && isLater ? 'repeat' : undefined;
}

test('what fires is told, what is over is closed, nobody is told anything for nothing, nothing is left behind', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const { line, untold } = await play(story);
      expect(line.errors).toEqual([]);
      expect(line.state.deadLetters).toEqual([]);
      expect(untold).toEqual([]);

      for (const heard of conversations(line)) {
        expect(stillBelieved(heard, story.policy)).toEqual([]);
        for (const [index, call] of heard.entries()) {
          if (call.kind !== 'notification' || !isAccepted(call)) continue;
          const reason = excuse(call, heard.slice(0, index), story.policy);
          expect({ ...call, excuse: reason }).toHaveProperty('excuse', expect.any(String));
        }
      }
      expect(line.left).toEqual([]);
    }),
    { numRuns: runs(300) },
  );
}, 120_000);
