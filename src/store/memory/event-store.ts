import {
  ABANDONED_AFTER,
  WAKE_AT_ONCE,
  type EventStore,
  type Touched,
} from '../../engine/ports/event-store.ts';
import { configChangedEvents } from '../../engine/config-changed.ts';
import { toTimer } from '../timer-name.ts';
import { commit } from './commit.ts';
import { append, type MemoryState } from './state.ts';

/** Nobody looks for what happened in memory. */
const NO_TRACE = '0'.repeat(32);
const UNKNOWN = { version: 0, value: undefined };

/** The engine's store in memory. It never waits for news: time goes on when its owner says so. */
export function createMemoryEventStore(state: MemoryState, now: () => number): EventStore {
  function claim(max: number, isOurs: (takenAt: number | undefined) => boolean) {
    const entries = [...state.inbox.values()].filter((entry) => isOurs(entry.takenAt));
    return entries.slice(0, max).map(({ id, at, event }) => {
      state.inbox.set(id, { id, at, event, takenAt: now() });
      return { id, at, event };
    });
  }

  let loads = 0;

  return {
    renewPolicy: async () => true,
    async announceConfig() {
      for (const [group, members] of state.members) {
        for (const event of configChangedEvents(group, [...members.keys()], NO_TRACE)) {
          append(state, event, now());
        }
      }
    },
    take: async ({ max }) => claim(max, (takenAt) => takenAt === undefined),
    takeOver: async () =>
      claim(Infinity, (at) => at !== undefined && at + ABANDONED_AFTER <= now()),
    async timers(max) {
      const due = state.timers.dueAt(now(), max).map(({ name, due: at }) => toTimer(name, at));
      const next = state.timers.next();
      return { now: now(), due, ...(next !== undefined && { next }) };
    },
    async load(touched) {
      loads += 1;
      // The clock may stand still: a load is then what a microsecond is.
      return { now: now(), firstVersion: now() * 1000 + loads, ...read(state, touched) };
    },
    inhibitors: async (keys) =>
      new Map(
        [...keys].flatMap((key) => {
          const found = state.inhibitors.get(key);
          return found === undefined ? [] : [[key, new Map(found)] as const];
        }),
      ),
    async commit(commits) {
      const spoiled = new Set<string>();
      return commits.map((one) => commit(state, one, spoiled));
    },
  };
}

function read(state: MemoryState, touched: Touched) {
  const { alerts, groups, members, joining, waiting, openings } = touched;
  return {
    alerts: found(alerts, (id) => state.alerts.get(id) ?? UNKNOWN),
    groups: found(groups, (key) => state.groups.get(key) ?? UNKNOWN),
    members: found(members, (key) => new Map(state.members.get(key))),
    joining: new Map([...joining].map(([key, some]) => [key, someMembers(state, key, some)])),
    told: found(members, (key) => new Map(state.told.get(key))),
    silences: state.silences,
    waiting: found(waiting, (mute) => someWaiting(state, mute)),
    openings: found(openings, (id) => state.openings.get(id) ?? new Map<string, number>()),
  };
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** What there is under each of some keys. */
function found<T>(keys: ReadonlySet<string>, under: (key: string) => T): ReadonlyMap<string, T> {
  if (keys.size === 0) return NOTHING;
  const all = new Map<string, T>();
  for (const key of keys) all.set(key, under(key));
  return all;
}

function someMembers(state: MemoryState, key: string, some: ReadonlySet<string>) {
  const hash = state.members.get(key);
  const members = [...some].flatMap((fingerprint) => {
    const member = hash?.get(fingerprint);
    return member === undefined ? [] : [[fingerprint, member] as const];
  });
  return new Map(members);
}

function someWaiting({ waiting }: MemoryState, mute: string): readonly string[] {
  return [...(waiting.get(mute)?.keys() ?? [])].slice(0, WAKE_AT_ONCE);
}
