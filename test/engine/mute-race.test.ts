import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import type { Signal } from '../../src/alert/signal.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { EventStore } from '../../src/engine/ports/event-store.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { policyOf, route, signal } from '../rules/make.ts';

const policy = policyOf(route({ groupBy: ['alertname'] }), undefined, {
  inhibitRules: [
    {
      id: 'down',
      source: [matcher('alertname', '=', 'source')],
      target: [matcher('alertname', '=', 'target')],
      equal: ['host'],
    },
  ],
});

const WATCHER = {
  onDecision: () => {},
  onEffects: () => {},
  onStanding: () => {},
  onError(error: unknown) {
    throw error;
  },
};

/** Two engines on one store and a clock that stands still until it is told to go on. */
function world() {
  const clock = { now: 0 };
  const store = createMemoryStore(() => clock.now);
  let sent = 0;
  return {
    clock,
    store,
    engine: (wrap: (events: EventStore) => EventStore = (events) => events): Engine =>
      createEngine(wrap(store.events), () => policy, WATCHER),
    async send(name: string, rest: Partial<Signal>) {
      sent += 1;
      const times = { startsAt: clock.now, changedAt: clock.now };
      const signals = [signal(name, { ...times, ...rest })];
      const event = { type: 'signals', traceId: String(sent), signals } as const;
      await store.inbox.accept({ messageId: String(sent), event });
    },
    /** The integrations that are to be told of the target. */
    get toTell(): readonly string[] {
      return [...store.state.groups.values()]
        .filter(({ value }) => value?.labels['alertname'] === 'target')
        .flatMap(({ value }) => Object.values(value?.deliveries ?? {}))
        .flatMap(({ due }) => due?.reason ?? []);
    },
  };
}

type World = ReturnType<typeof world>;

/** An engine whose first commit of a flush waits until the other one has done this. */
function slow({ engine }: World, meanwhile: () => Promise<void>): Engine {
  let isHeld = true;
  return engine((events) => ({
    ...events,
    async commit(commits) {
      if (isHeld && commits.some(({ cause }) => 'timer' in cause)) {
        isHeld = false;
        await meanwhile();
      }
      return events.commit(commits);
    },
  }));
}

/** An engine that has so many timers to see to that it does not come to these. */
function busy({ engine }: World): Engine {
  return engine((events) => ({
    ...events,
    timers: async (max) => ({ ...(await events.timers(max)), due: [] }),
  }));
}

async function settle(engine: Engine): Promise<void> {
  while ((await engine.turn()) > 0);
}

test('a target is told though its source ended while the flush was decided that muted it', async () => {
  const one = world();
  const other = busy(one);
  await one.send('source', {});
  await one.send('target', {});
  await settle(other);
  const first = slow(one, async () => {
    await one.send('source', { status: 'resolved' });
    await settle(other);
  });
  one.clock.now = 1_000;
  await settle(first);
  one.clock.now = 60_000;
  await settle(first);
  expect(one.toTell).toEqual(['first notification']);
});

test('so it is when that was not the first flush', async () => {
  const one = world();
  const other = busy(one);
  const another = { fingerprint: 'another', labels: { alertname: 'source' } };
  await one.send('source', {});
  await one.send('source', another);
  await one.send('target', {});
  await settle(other);
  const first = one.engine();
  for (const now of [1_000, 5_000]) {
    one.clock.now = now;
    await settle(first);
  }
  await one.send('source', { ...another, status: 'resolved' });
  const late = slow(one, async () => {
    await one.send('source', { status: 'resolved' });
    await settle(other);
  });
  for (const now of [5_500, 6_000, 60_000]) {
    one.clock.now = now;
    await settle(late);
  }
  expect(one.toTell).toEqual(['first notification']);
});

test('a target that joins a group in the very step in which that flushes is muted by what inhibits it', async () => {
  const one = world();
  await one.send('source', { labels: { host: 'b' } });
  await one.send('target', { labels: { host: 'a' } });
  await settle(one.engine());
  one.clock.now = 1_000;
  await one.send('target', { fingerprint: 'joins', labels: { host: 'b' } });
  await one.engine().turn();
  const members = [...one.store.state.members.values()].find((some) => some.has('joins'));
  expect(one.toTell).toEqual(['first notification']);
  expect([...(members ?? [])].map(([name, { muted }]) => [name, muted?.by])).toEqual([
    ['target', undefined],
    ['joins', 'inhibition'],
  ]);
});
