import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { Commit } from '../../src/engine/ports/event-store.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { policyOf, route, signal } from '../rules/make.ts';

/** What one more signal reads and writes, in characters, once so many alerts of its group were told. */
async function costIn(
  alerts: number,
): Promise<{ readonly read: number; readonly written: number }> {
  let now = 1_000_000;
  const store = createMemoryStore(() => now);
  const cost = { read: 0, written: 0 };
  const events = {
    ...store.events,
    async load(touched: Parameters<typeof store.events.load>[0]) {
      const loaded = await store.events.load(touched);
      cost.read += sizeOf(loaded);
      return loaded;
    },
    async commit(commits: readonly Commit[]) {
      cost.written += commits.reduce((sum, { changes }) => sum + sizeOf(changes), 0);
      return store.events.commit(commits);
    },
  };
  const policy = policyOf(route({ groupWait: 0, groupInterval: 60_000 }));
  const watcher = {
    onDecision: () => {},
    onEffects: () => {},
    onStanding: () => {},
    onError: () => {},
  };
  const engine = createEngine(events, () => policy, watcher);
  const settle = async () => {
    while ((await engine.turn()) > 0);
  };
  const arrive = async (...names: readonly string[]) => {
    const signals = names.map((name) => signal(name, { startsAt: now, changedAt: now }));
    const event = { type: 'signals', traceId: '', signals } as const;
    await store.inbox.accept({ messageId: names.join(), event });
    await settle();
  };

  const names = Array.from({ length: alerts }, (_, index) => `a${index}`);
  await arrive(...names);
  for (const { group, integration } of await store.deliveries.claimEffects(10)) {
    const target = { group, integration };
    await store.deliveries.begin(target, 'token');
    const due = [...store.state.groups.values()][0]?.value?.deliveries[integration]?.due?.at ?? 0;
    const outcome = { type: 'outcome', traceId: '', ...target, result: 'delivered' } as const;
    const firing = [...store.state.alerts.keys()];
    const told = { revision: alerts, dueAt: due, firing, resolved: [] };
    await store.deliveries.finish(target, 'token', { ...outcome, ...told });
  }
  await settle();
  now += 1_000;
  expect(store.state.told.size).toBe(1);
  Object.assign(cost, { read: 0, written: 0 });
  await arrive('one more');
  return cost;
}

/** Maps and sets as the lists that they are. */
function sizeOf(value: unknown): number {
  const lists = (_: string, one: unknown) =>
    one instanceof Map || one instanceof Set ? [...one] : one;
  return JSON.stringify(value, lists).length;
}

test('what a signal reads and writes does not grow with the alerts of its group', async () => {
  const [few, many] = [await costIn(10), await costIn(1_000)];
  expect(many.read).toBeLessThan(few.read + 100);
  expect(many.written).toBeLessThan(few.written + 100);
});
