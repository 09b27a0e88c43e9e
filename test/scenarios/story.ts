import * as fc from 'fast-check';
import { isResolved, type Alert } from '../../src/alert/alert.ts';
import type { Labels } from '../../src/alert/labels.ts';
import { matcher, matchesAll } from '../../src/alert/matcher.ts';
import { silenceState, type Silence, type WrittenMatcher } from '../../src/alert/silence.ts';
import type { InhibitRule, Policy, Route } from '../../src/rules/policy.ts';
import { once } from '../../src/rules/recurrence.ts';
import { isWithin, type TimeInterval } from '../../src/rules/timetable.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline, type TimelineOptions } from './timeline.ts';

/** The alerts that stories tell of: none of them ever goes to another group. */
export const ALERTS: Readonly<Record<string, Labels>> = {
  down: { alertname: 'Down', team: 'red', role: 'source' },
  slow: { alertname: 'Slow', team: 'red', role: 'target' },
  full: { alertname: 'Full', team: 'red', role: 'target', severity: 'critical' },
  hot: { alertname: 'Hot', team: 'blue', role: 'target' },
  both: { alertname: 'Both', role: 'both', team: 'blue' },
  else: { alertname: 'Else', team: 'blue', role: 'both', severity: 'critical' },
};

const SILENCED: readonly (readonly WrittenMatcher[])[] = [
  [{ name: 'team', operator: '=', value: 'red' }],
  [{ name: 'alertname', operator: '=~', value: 'Slow|Both' }],
  [{ name: 'alertname', operator: '=', value: 'Down' }],
];

/** Something that happens after a while. */
export type Step = { readonly gap: number } & (
  | { readonly what: 'fires' | 'ends' | 're-sent' | 'has an end'; readonly name: string }
  | {
      readonly what: 'silence';
      readonly id: string;
      readonly of: number;
      readonly from: number;
      readonly lasts: number;
    }
  | { readonly what: 'expire'; readonly id: string }
  | { readonly what: 'move'; readonly id: string; readonly lasts: number }
  | { readonly what: 'acknowledge'; readonly lasts: number | undefined }
  | { readonly what: 'give back' | 'resolve' | 'escalate' }
);

/** Halves of a second: what happens falls on the ticks of a group's rhythm now and then. */
const seconds = (max: number) => fc.integer({ min: 0, max: max * 2 }).map((halves) => halves / 2);
const gap = fc.oneof(fc.constant(0), seconds(6), seconds(20));
const id = fc.constantFrom('s1', 's2');

const changes = fc.record({
  gap,
  what: fc.constantFrom('fires', 'fires', 'fires', 'ends', 'ends', 're-sent', 'has an end'),
  name: fc.constantFrom(...Object.keys(ALERTS)),
});
const mutes = fc.oneof(
  fc.record({
    gap,
    what: fc.constant('silence' as const),
    id,
    of: fc.nat({ max: SILENCED.length - 1 }),
    from: fc.oneof(fc.constant(0), seconds(8)),
    lasts: seconds(30),
  }),
  fc.record({ gap, what: fc.constant('expire' as const), id }),
  fc.record({ gap, what: fc.constant('move' as const), id, lasts: seconds(20) }),
);
const owners = fc.oneof(
  fc.record({
    gap,
    what: fc.constant('acknowledge' as const),
    lasts: fc.option(seconds(20), { nil: undefined }),
  }),
  fc.record({ gap, what: fc.constantFrom('give back', 'resolve', 'escalate') }),
);

export const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { arbitrary: changes, weight: 6 },
    { arbitrary: mutes, weight: 3 },
    { arbitrary: owners, weight: 1 },
  ),
  { minLength: 1, maxLength: 25 },
);

const RULES: readonly InhibitRule[] = [
  {
    id: 'by-team',
    source: [matcher('role', '=~', 'source|both')],
    target: [matcher('role', '=~', 'target|both')],
    equal: ['team'],
  },
];

/** Times are from 1970-01-01T00:00Z: the second minute is muted, or only the others are active. */
function minutes(name: string, ...times: TimeInterval['ranges'][number]['times']): TimeInterval {
  const always = { weekdays: [], daysOfMonth: [], months: [], years: [] };
  return { name, ranges: [{ ...always, times, location: 'UTC' }] };
}
const SECOND = minutes('second', { start: 1, end: 2 });
const OTHERS = minutes('others', { start: 0, end: 1 }, { start: 2, end: 1440 });

/** Of maintenance from 40 to 70 seconds. */
const PATCHING = {
  name: 'patching',
  matchers: [matcher('alertname', '=~', 'Hot|Full')],
  duration: 30_000,
  starts: once(40_000),
};

/** What a story's policy is made of. */
export interface Settings {
  readonly groupWait: number;
  readonly groupInterval: number;
  readonly repeatInterval: number;
  readonly promptRefire: boolean;
  readonly groupBy: readonly string[] | 'all';
  readonly goesOn: boolean;
  readonly inhibits: boolean;
  readonly patches: boolean;
  readonly escalates: boolean;
  readonly times: 'none' | 'mute' | 'active';
}

export const anySettings: fc.Arbitrary<Settings> = fc.record({
  groupWait: fc.constantFrom(0, 1_000, 3_000),
  groupInterval: fc.constantFrom(1_000, 4_000, 10_000),
  repeatInterval: fc.constantFrom(1, 15_000, 3_600_000),
  promptRefire: fc.boolean(),
  groupBy: fc.constantFrom<Settings['groupBy'][]>([], ['team'], 'all'),
  goesOn: fc.boolean(),
  inhibits: fc.boolean(),
  patches: fc.boolean(),
  escalates: fc.boolean(),
  times: fc.constantFrom<Settings['times'][]>('none', 'none', 'mute', 'active'),
});

/** Escalation, and who hears: several in a receiver, one of them not of ends, one that edits. */
export function policyFrom(given: Settings): Policy {
  const { goesOn, inhibits, patches, escalates, times, ...pace } = given;
  const common = { ...pace, ...(escalates && { escalation: 'standard' }) };
  const page = route({
    ...common,
    id: 'page',
    receiver: 'page',
    matchers: [matcher('severity', '=', 'critical')],
    continue: goesOn,
    muteTimeIntervals: times === 'mute' ? [SECOND] : [],
    activeTimeIntervals: times === 'active' ? [OTHERS] : [],
  });
  const root = route({ ...common, routes: [page, route({ ...common, id: 'rest' })] });
  const receivers = {
    hook: { hook: {}, quiet: { sendResolved: false }, chat: { kind: 'slack' as const } },
    page: { page: {} },
    boss: { boss: {} },
  };
  const standard = [
    { after: 9_000, receiver: 'boss' },
    { after: 30_000, receiver: 'hook' },
  ];
  return policyOf(root, receivers, {
    resolveTimeout: 20_000,
    inhibitRules: inhibits ? RULES : [],
    maintenance: patches ? [PATCHING] : [],
    escalations: new Map([['standard', standard]]),
  });
}

/** What was known at some time: alerts and silences as the store has them. */
interface Known {
  readonly at: number;
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly silences: readonly Silence[];
}

/** What happened when, to be asked what should have been told. Times are milliseconds. */
export class History {
  readonly #known: Known[] = [{ at: -1, alerts: new Map(), silences: [] }];
  readonly #policy: Policy;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** Notes how things are now. */
  note({ state, seconds: now }: Timeline): void {
    const alerts = [...state.alerts].flatMap(([name, { value }]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const silences = [...state.silences.all.values()];
    this.#known.push({ at: now * 1000, alerts: new Map(alerts), silences });
  }

  /** Every moment at which it may change what fires, or what is muted. */
  get moments(): readonly number[] {
    const times = this.#known.flatMap(({ at, alerts, silences }) => [
      at,
      ...[...alerts.values()].flatMap(({ endsAt = at }) => endsAt),
      ...silences.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ]);
    const all = [...times, 40_000, 60_000, 70_000, 120_000].filter((time) => time >= 0);
    return [...new Set(all)].toSorted((a, b) => a - b);
  }

  /** Whether an alert fires, and nothing mutes it on a route, just after a moment. */
  isLoud(name: string, on: Route, at: number): boolean {
    return this.fires(name, at) && !this.isMuted(name, on, at);
  }

  /** The same at all times of that moment: it did not end and begin anew then. */
  isLoudThroughout(name: string, on: Route, at: number): boolean {
    return this.#during(at).every(
      (known) => fires(known, name, at) && !this.#mutes(known, name, on, at),
    );
  }

  /** The same, if only for the blink of an eye in which several things happened. */
  mayBeLoud(name: string, on: Route, at: number): boolean {
    return this.#during(at).some(
      (known) => fires(known, name, at) && !this.#mutes(known, name, on, at),
    );
  }

  /** Whether an alert is not muted, whether it fires or not, at some time of that moment. */
  mayBeHeard(name: string, on: Route, at: number): boolean {
    return this.#during(at).some((known) => !this.#mutes(known, name, on, at));
  }

  fires(name: string, at: number): boolean {
    return fires(this.#after(at), name, at);
  }

  /** Whether an alert fired all the time from one moment to another. */
  firedOn(name: string, from: number, to: number): boolean {
    const between = this.moments.filter((at) => from < at && at < to);
    return [from, ...between, to].every((at) =>
      this.#during(at).every((known) => fires(known, name, at)),
    );
  }

  isMuted(name: string, on: Route, at: number): boolean {
    return this.#mutes(this.#after(at), name, on, at);
  }

  #mutes(known: Known, name: string, on: Route, at: number): boolean {
    const labels = known.alerts.get(name)?.labels ?? {};
    return (
      known.silences.some(
        (silence) =>
          silenceState(silence, at) === 'active' &&
          silence.matchers.every((one) =>
            matcher(one.name, one.operator, one.value).matches(labels),
          ),
      ) ||
      on.muteTimeIntervals.some((interval) => isWithin(interval, at)) ||
      (on.activeTimeIntervals.length > 0 &&
        !on.activeTimeIntervals.some((interval) => isWithin(interval, at))) ||
      (this.#policy.maintenance.length > 0 &&
        matchesAll(PATCHING.matchers, labels) &&
        at >= 40_000 &&
        at < 70_000) ||
      this.#isInhibited(known, name, labels, at)
    );
  }

  #isInhibited(known: Known, name: string, labels: Labels, at: number): boolean {
    return this.#policy.inhibitRules.some(({ source, target, equal }) => {
      if (!matchesAll(target, labels)) return false;
      const isBoth = matchesAll(source, labels);
      return [...known.alerts.values()].some(
        (one) =>
          one.fingerprint !== name &&
          fires(known, one.fingerprint, at) &&
          matchesAll(source, one.labels) &&
          equal.every((label) => (one.labels[label] ?? '') === (labels[label] ?? '')) &&
          !(isBoth && matchesAll(target, one.labels)),
      );
    });
  }

  #after(at: number): Known {
    const known = this.#known.findLast((one) => one.at <= at);
    if (known === undefined) throw new Error('nothing is known of that time');
    return known;
  }

  /** How things stood when the moment came, and after each thing that happened then. */
  #during(at: number): readonly Known[] {
    const before = this.#known.findLast((one) => one.at < at);
    const then = this.#known.filter((one) => one.at === at);
    return before === undefined ? then : [before, ...then];
  }
}

function fires({ alerts }: Known, name: string, at: number): boolean {
  const alert = alerts.get(name);
  return alert !== undefined && !isResolved(alert, at);
}

export interface Story {
  readonly policy: Policy;
  readonly steps: readonly Step[];
}

/** What is done besides, before each step. */
export type Interlude = (line: Timeline, index: number, at: number) => Promise<unknown>;

/** Plays a story to its end: then everything is over, and it is quiet for long. */
export async function play(
  story: Story,
  options: Partial<TimelineOptions> = {},
  interlude: Interlude = async () => {},
): Promise<{ readonly line: Timeline; readonly history: History }> {
  const line = new Timeline({ policy: story.policy, ...options });
  const history = new History(story.policy);
  for (const [index, step] of story.steps.entries()) {
    const at = line.seconds + step.gap;
    await interlude(line, index, at);
    await act(line, Math.max(at, line.seconds), step);
    history.note(line);
  }
  await line.until(line.seconds + 200);
  for (const name of Object.keys(ALERTS)) {
    await line.ends(line.seconds, name);
    history.note(line);
  }
  await line.until(line.seconds + 240);
  // Five days later everything about silences that are over is forgotten, too.
  const later = line.seconds + 121 * 3_600;
  await line.silences(later, 'nobody', { until: later + 1 });
  await line.until(later + 60);
  return { line, history };
}

async function act(line: Timeline, at: number, step: Step): Promise<unknown> {
  switch (step.what) {
    case 'fires':
    case 'ends':
    case 're-sent':
    case 'has an end': {
      const { severity, ...labels } = ALERTS[step.name] ?? {};
      return step.what === 'ends'
        ? line.ends(at, step.name, { labels })
        : line.fires(at, step.name, {
            labels,
            ...(severity === 'critical' && { severity }),
            ...(step.what === 're-sent' && { resends: true }),
            ...(step.what === 'has an end' && { endsAt: at * 1000 + 12_000 }),
          });
    }
    case 'silence': {
      const matchers = SILENCED[step.of] ?? [];
      const times = {
        startsAt: (at + step.from) * 1000,
        endsAt: (at + step.from + step.lasts + 0.5) * 1000,
      };
      const silence = { id: step.id, matchers, ...times, createdBy: 'alice', comment: 'deploying' };
      return line.asks(at, { type: 'silence', traceId: 't', silence });
    }
    case 'move': {
      await line.until(at);
      const known = line.state.silences.all.get(step.id);
      if (known === undefined) return line;
      const endsAt = Math.max(known.startsAt, at * 1000) + step.lasts * 1000;
      return line.asks(at, { type: 'silence', traceId: 't', silence: { ...known, endsAt } });
    }
    case 'expire':
      return line.expires(at, step.id);
    case 'acknowledge':
      return line.acknowledges(at, 'alice', step.lasts && at + step.lasts);
    case 'give back':
      return line.unacknowledges(at, 'alice');
    case 'resolve':
      return line.resolves(at, 'alice');
    case 'escalate':
      return line.escalates(at, 'alice');
  }
}
