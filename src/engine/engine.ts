import { decide } from '../rules/decide.ts';
import { NO_CHANGES, type Changes, type Reason } from '../rules/draft.ts';
import type { Event } from '../rules/event.ts';
import type { Policy } from '../rules/policy.ts';
import type {
  Commit,
  EventStore,
  InboxEntry,
  Inhibitors,
  Loaded,
  Timer,
  Touched,
} from './ports/event-store.ts';
import { inhibitionsAt } from './inhibiting.ts';
import { touchedBy, touchedBesides } from './touched.ts';
import { createWorkingSet, type WorkingSet } from './working-set.ts';

/** Events decided in one round trip. */
const BATCH = 256;
/** How long the engine waits for news before it looks at the timers again, in milliseconds. */
const IDLE_WAIT = 500;
/** How often it looks for events that another engine left unfinished, in milliseconds. */
const TAKE_OVER_EVERY = 2_000;
const NO_INHIBITORS: Inhibitors = new Map();

/** What the engine tells those who watch it: every decision with its reason. */
export interface EngineWatcher {
  readonly onDecision: (event: Event, reasons: readonly Reason[]) => void;
  readonly onEffects: () => void;
  /** Whether this engine decides, or leaves it to replicas with a newer config: when that changes. */
  readonly onStanding: (decides: boolean) => void;
  readonly onError: (error: unknown, event: Event | undefined) => void;
}

export interface Engine {
  /** Runs until it is stopped. */
  run(): Promise<void>;
  /**
   * Handles what is there now, or comes while the store waits for news. Resolves to how much that
   * was: on a store with a virtual clock, time may go on once it is 0.
   */
  turn(): Promise<number>;
  stop(): Promise<void>;
}

/** Something that happened, and what is used up when it is committed. */
interface Happening {
  readonly event: Event;
  readonly cause: Commit['cause'];
}

/**
 * Takes events in batches, loads what they touch in one read, asks the rules, and commits each.
 * Any number of engines may run on one store: whoever commits first wins, the others see it and go on.
 */
export function createEngine(
  store: EventStore,
  policy: () => Policy,
  watcher: EngineWatcher,
): Engine {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let tookOverAt = 0;
  let decides = true;

  async function loop(): Promise<void> {
    while (!stopped) {
      try {
        await turn();
      } catch (error) {
        if (stopped) return;
        watcher.onError(error, undefined);
        await new Promise((resolve) => setTimeout(resolve, IDLE_WAIT));
      }
    }
  }

  async function turn(): Promise<number> {
    const [mayDecide, timers] = await Promise.all([store.renewPolicy(), store.timers(BATCH)]);
    if (mayDecide !== decides) {
      decides = mayDecide;
      watcher.onStanding(decides);
    }
    if (!decides) return stand();
    const { now, due, next = Number.POSITIVE_INFINITY } = timers;
    const abandoned = await takeOver(now);
    const isBusy = due.length + abandoned.length > 0;
    const waitMs = isBusy ? 0 : Math.min(IDLE_WAIT, next - now);
    const taken = await store.take({ max: BATCH, waitMs });
    const happenings = [...abandoned, ...taken].map(toHappening).concat(due.map(toDue));
    await handle(happenings);
    return happenings.length;
  }

  /** Takes nothing, which others would have to take over, and looks again after a while. */
  async function stand(): Promise<0> {
    await new Promise((resolve) => setTimeout(resolve, IDLE_WAIT));
    return 0;
  }

  async function takeOver(now: number): Promise<readonly InboxEntry[]> {
    if (now - tookOverAt < TAKE_OVER_EVERY) return [];
    tookOverAt = now;
    return store.takeOver();
  }

  /** Decides and commits until everything is committed or somebody else has done it. */
  async function handle(happenings: readonly Happening[]): Promise<void> {
    let open = happenings;
    while (open.length > 0) open = await narrowed(open);
  }

  /** What fails for a reason of its own, not the store's, holds up no other: the batch is halved. */
  async function narrowed(happenings: readonly Happening[]): Promise<readonly Happening[]> {
    try {
      return await attempt(happenings);
    } catch (error) {
      if (happenings.length === 1 || !isDefect(error)) throw error;
      const middle = Math.ceil(happenings.length / 2);
      const halves = [happenings.slice(0, middle), happenings.slice(middle)];
      const open: Happening[] = [];
      const failures: unknown[] = [];
      for (const half of halves) {
        try {
          open.push(...(await narrowed(half)));
        } catch (failure) {
          failures.push(failure);
        }
      }
      // Those in conflict stay with this engine, and are taken over with what failed.
      if (failures.length > 0) throw failures[0];
      return open;
    }
  }

  async function attempt(happenings: readonly Happening[]): Promise<readonly Happening[]> {
    const active = policy();
    const loaded = await load(happenings, active);
    const keys = inhibitionsAt(loaded, happenings, active);
    const inhibitors = keys.size === 0 ? NO_INHIBITORS : await store.inhibitors(keys);
    const state = createWorkingSet(loaded, inhibitors);
    const commits: Commit[] = [];
    for (const [index, { event, cause }] of happenings.entries()) {
      const { changes, deadLetter } = safely(event, cause, state, active, loaded.now);
      const expected = state.expected(event, changes);
      commits.push({
        cause,
        expectedAlerts: expected.alerts,
        expectedGroups: expected.groups,
        ...(expected.silences !== undefined && { expectedSilences: expected.silences }),
        changes,
        now: loaded.now,
        firstVersion: loaded.firstVersion,
        ...(deadLetter !== undefined && { deadLetter }),
      });
      if (index < happenings.length - 1) state.apply(changes);
    }
    const results = await store.commit(commits);
    report(happenings, commits, results);
    return happenings.filter((_, index) => results[index] === 'conflict');
  }

  /**
   * One read; another one only for groups that show when the alerts are known, and for the alerts of
   * groups that somebody resolves.
   */
  async function load(happenings: readonly Happening[], active: Policy): Promise<Loaded> {
    const loaded = await store.load(touchedBy(happenings, active));
    const besides = touchedBesides(loaded, happenings, active);
    return besides === undefined ? loaded : withMore(loaded, besides, happenings, active);
  }

  async function withMore(
    loaded: Loaded,
    besides: Touched,
    happenings: readonly Happening[],
    active: Policy,
  ): Promise<Loaded> {
    const more = await store.load(besides);
    const alerts = new Map([...loaded.alerts, ...more.alerts]);
    const groups = new Map([...loaded.groups, ...more.groups]);
    const openings = new Map([...loaded.openings, ...more.openings]);
    const known = { ...loaded, alerts, groups, openings };
    const next = touchedBesides(known, happenings, active);
    return next === undefined ? known : withMore(known, next, happenings, active);
  }

  /** An event that the rules can't handle is kept for people to look at, and holds up no other. */
  function safely(
    event: Event,
    cause: Commit['cause'],
    state: WorkingSet,
    active: Policy,
    now: number,
  ): Pick<Commit, 'changes' | 'deadLetter'> {
    try {
      return { changes: decide(event, state, active, now) };
    } catch (error) {
      watcher.onError(error, event);
      const messageId = 'entry' in cause ? cause.entry : nameOf(cause.timer);
      const reason = `the rules failed: ${error instanceof Error ? error.message : String(error)}`;
      return {
        changes: afterFailure(event, state, active, now),
        deadLetter: { messageId, reason, body: JSON.stringify(event), isEvent: true },
      };
    }
  }

  function report(
    happenings: readonly Happening[],
    commits: readonly Commit[],
    results: readonly string[],
  ): void {
    let effects = false;
    for (const [index, happening] of happenings.entries()) {
      const commit = commits[index];
      if (commit === undefined || results[index] !== 'done') continue;
      watcher.onDecision(happening.event, commit.changes.reasons);
      effects ||= commit.changes.effects.length > 0;
    }
    if (effects) watcher.onEffects();
  }

  return {
    turn,
    run() {
      running = loop();
      return running;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** An error of the code or of what it asked of the store, as against a store that can't be reached. */
function isDefect(error: unknown): boolean {
  return (
    error instanceof RangeError ||
    error instanceof TypeError ||
    (error instanceof Error && error.name === 'ReplyError')
  );
}

/** An event that failed leaves its target open and its group with a flush to come. */
function afterFailure(event: Event, state: WorkingSet, policy: Policy, now: number): Changes {
  if (!('group' in event)) return NO_CHANGES;
  const group = state.group(event.group);
  const later = now + policy.route.groupInterval;
  // A flush that failed is the one that was to come; anything else puts off none.
  const flushAt = event.type === 'flush' ? later : Math.min(group?.flushAt ?? later, later);
  return {
    ...NO_CHANGES,
    ...(group !== undefined && { groups: new Map([[group.key, { ...group, flushAt }]]) }),
    ...(event.type === 'outcome' && {
      settled: { group: event.group, integration: event.integration },
    }),
  };
}

function nameOf(timer: Timer): string {
  return 'group' in timer ? timer.group : timer.alert;
}

function toHappening({ id, at, event }: InboxEntry): Happening {
  const cause = { entry: id };
  return event.type === 'signals'
    ? { event: { ...event, receivedAt: at }, cause }
    : { event, cause };
}

function toDue(timer: Timer): Happening {
  const { due } = timer;
  const event: Event =
    'group' in timer
      ? { type: 'flush', group: timer.group, due }
      : { type: 'data-gap', fingerprint: timer.alert, due };
  return { event, cause: { timer } };
}
