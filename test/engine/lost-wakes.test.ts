import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import type { Signal } from '../../src/alert/signal.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { EventStore } from '../../src/engine/ports/event-store.ts';
import type { Arrival, IntentEvent } from '../../src/rules/event.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { policyOf, route, signal } from '../rules/make.ts';

const START = 1_000_000;

const policy = policyOf(route({ groupBy: ['alertname'] }), undefined, {
  inhibitRules: [
    {
      id: 'job-down',
      source: [matcher('alertname', '=', 'source')],
      target: [matcher('alertname', '=', 'target')],
      equal: [],
    },
  ],
});

/** Two engines on one store: what the second does comes before a commit of the first. */
function twoEngines() {
  let now = START;
  let sent = 0;
  const store = createMemoryStore(() => now);
  const told: string[] = [];
  let isOn = true;
  const engineOn = (events: EventStore) =>
    createEngine(events, () => policy, {
      onDecision: (_, reasons) => {
        const notified = reasons.filter(({ decision }) => decision === 'notify');
        const groups = notified.map(({ group = '' }) => store.state.groups.get(group)?.value);
        told.push(...groups.map((group) => group?.labels['alertname'] ?? ''));
      },
      onEffects: () => {},
      onStanding: () => {},
      onError: (error) => {
        throw error;
      },
    });
  const send = (event: Arrival | IntentEvent) => {
    sent += 1;
    return store.inbox.accept({ messageId: String(sent), event });
  };
  const other = engineOn(store.events);

  return {
    told,
    sends: (name: string, rest: Partial<Signal> = {}) => {
      const times = { startsAt: now, changedAt: now };
      const signals = [signal(name, { ...times, ...rest })];
      return send({ type: 'signals', traceId: '', signals });
    },
    send,
    /** Turns an engine until it has nothing to do, for so many milliseconds. */
    async pass(ms: number): Promise<void> {
      for (const end = now + ms; ; now = Math.min(end, now + 100)) {
        while ((await other.turn()) > 0);
        if (now === end) return;
      }
    },
    /** So many milliseconds later, `meanwhile` happens before what is decided then is committed. */
    async race(ms: number, meanwhile: () => Promise<unknown>): Promise<void> {
      now += ms;
      const slow = engineOn({
        ...store.events,
        async commit(commits) {
          if (isOn && commits.length > 0) {
            isOn = false;
            await meanwhile();
            // The flush's timer is still there: the other one takes only what comes in.
            const intake = engineOn({ ...store.events, timers: async () => ({ now, due: [] }) });
            while ((await intake.turn()) > 0);
          }
          return store.events.commit(commits);
        },
      });
      while ((await slow.turn()) > 0);
    },
  };
}

test('a source that ends while the first flush of its target is committed is noticed', async () => {
  const line = twoEngines();
  await line.sends('source');
  await line.pass(2_000);
  await line.sends('target');
  await line.pass(900);
  await line.race(100, () => line.sends('source', { status: 'resolved' }));
  await line.pass(5_000);
  expect(line.told).toContain('target');
});

test('so is one that ends while a later flush of its target is committed', async () => {
  const line = twoEngines();
  await line.sends('source');
  await line.pass(2_000);
  await line.sends('target');
  await line.pass(1_500);
  // Another alert of the group has it flush again.
  await line.sends('another', { labels: { alertname: 'target' } });
  await line.pass(400);
  await line.race(100, () => line.sends('source', { status: 'resolved' }));
  await line.pass(5_000);
  expect(line.told).toContain('target');
});

test('a silence that is expired while a flush under it is committed mutes no longer', async () => {
  const line = twoEngines();
  const silence = {
    id: 'quiet',
    matchers: [{ name: 'alertname', operator: '=', value: 'target' }],
    startsAt: START,
    endsAt: START + 3_600_000,
    createdBy: 'alice',
    comment: 'deploying',
  } as const;
  await line.send({ type: 'silence', traceId: '', silence });
  await line.pass(0);
  await line.sends('target');
  await line.pass(900);
  const expire = { type: 'expire-silence', traceId: '', id: 'quiet', by: 'alice' } as const;
  await line.race(100, () => line.send(expire));
  await line.pass(5_000);
  expect(line.told).toContain('target');
});
