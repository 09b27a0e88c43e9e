import { expect, test } from 'vitest';
import { createOwnAlerts } from '../../src/announcements/own-alerts.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 2, 1, 10);

test('a source that can not be read for long is told of once, and when it can again', async () => {
  let now = T0;
  const store = createMemoryStore(() => now);
  const { policy } = loadConfig({ text: '', env: {} });
  if (policy === undefined) throw new Error('an empty config is one');
  const stats = async () => ({ inbox: 0, timers: 0, outbox: 0, deadLetters: 0 });
  const look = createOwnAlerts({ ...store, policy, stats, now: () => now });
  const said = () =>
    [...store.state.inbox.values()].flatMap(({ event }) =>
      event.type === 'signals'
        ? event.signals.map(({ status, labels }) => `${status} ${labels['integration']}`)
        : [],
    );
  const state = { dueAt: T0, judgedTo: T0, firing: {} };
  const failure = {
    since: T0,
    newsAt: T0 + 3 * MINUTE,
    about: 'prom/away',
    source: 'prom',
    what: "prom can't be reached.",
    mend: 'Look whether it runs.',
  };
  for (const rule of ['a', 'b']) await store.watch.put(rule, { ...state, failure });
  const until = async (minutes: number) => {
    for (; now < T0 + minutes * MINUTE; now += MINUTE) await look();
  };
  await until(3);
  expect(said()).toEqual([]);
  await until(10);
  expect(said()).toEqual(['firing metrics/prom/away']);
  for (const rule of ['a', 'b']) await store.watch.put(rule, state);
  await look();
  expect(said()).toEqual(['firing metrics/prom/away', 'resolved metrics/prom/away']);
});
