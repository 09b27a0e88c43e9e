import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Severity } from '../../src/alert/severity.ts';
import type { Effect, Target } from '../../src/engine/ports/delivery-store.ts';
import type { Delivered } from '../../src/jobs/deliver.ts';
import { createPromptDelivery, type PromptDelivery } from '../../src/jobs/prompt-delivery.ts';
import { until } from '../support/wait.ts';

let ran: string[];
let queued: { readonly group: string; readonly wait: number | undefined }[];
let failed: unknown[];
/** By group: after how long it comes up again in the outbox, in milliseconds. */
let putOff: Map<string, number>;
let run: (target: Target) => Promise<Delivered>;
let prompt: PromptDelivery;

beforeEach(() => {
  ran = [];
  queued = [];
  failed = [];
  putOff = new Map();
  run = async () => ({});
  const queue = {
    add: async (effects: readonly Effect[], wait?: number) =>
      void queued.push(...effects.map(({ group }) => ({ group, wait }))),
  };
  prompt = createPromptDelivery(
    (target) => {
      ran.push(target.group);
      return run(target);
    },
    {
      store: {
        putOff: async (effects, ms) => effects.forEach(({ group }) => putOff.set(group, ms)),
      },
      queue,
      onFailed: (error, { group }) => failed.push([group, String(error)]),
      onError: (error) => failed.push(error),
    },
  );
  prompt.run();
});
afterEach(() => prompt.close());

function effect(group: string): Effect {
  return { kind: 'deliver', group, integration: 'i', severity: 'error', traceId: '' };
}

test('what can be told at once is told without a job', async () => {
  await prompt.add([effect('a'), effect('b')]);
  await prompt.close();
  expect([ran, queued]).toEqual([['a', 'b'], []]);
});

test('what has to wait waits in the queue, and does not come up again before', async () => {
  run = async ({ group }) => (group === 'slow' ? { again: 5_000 } : {});
  await prompt.add([effect('slow'), effect('b')]);
  await until('it waits', () => queued.length === 1);
  expect(queued).toEqual([{ group: 'slow', wait: 5_000 }]);
  expect(putOff).toEqual(new Map([['slow', 20_000]]));
  expect(ran).toEqual(['slow', 'b']);
});

test('a fault of ours is said, and it is tried again by the queue', async () => {
  run = () => Promise.reject(new Error('a bug'));
  await prompt.add([effect('a')]);
  await until('it waits', () => queued.length === 1);
  expect(failed).toEqual([['a', 'Error: a bug']]);
  expect(queued).toEqual([{ group: 'a', wait: 500 }]);
});

test('what is asked for while it is under way is left to its outcome', async () => {
  const gate = Promise.withResolvers<Delivered>();
  run = () => gate.promise;
  await prompt.add([effect('a')]);
  await prompt.add([effect('a'), effect('b')]);
  expect(ran).toEqual(['a', 'b']);
  gate.resolve({});
  await until('it is free again', async () => {
    await prompt.add([effect('a')]);
    return ran.length === 3;
  });
  expect(queued).toEqual([]);
});

const crowd = (integration: string, severity: Severity = 'error') =>
  Array.from({ length: 100 }, (_, n) => ({
    ...effect(`${severity} ${n}`),
    integration,
    severity,
  }));

test('what there is no room for waits, the worst first', async () => {
  const gate = Promise.withResolvers<Delivered>();
  run = () => gate.promise;
  await prompt.add([...crowd('i', 'info'), ...crowd('i', 'critical')]);
  expect(ran).toHaveLength(64);
  gate.resolve({});
  await until('all are told', () => ran.length === 200);
  expect(new Set(ran.slice(64, 164))).toEqual(
    new Set(crowd('i', 'critical').map(({ group }) => group)),
  );
  expect(queued).toEqual([]);
});

test('what waits behind a service that hangs goes to the queue, and others do not wait for it', async () => {
  const gate = Promise.withResolvers<Delivered>();
  run = ({ integration }) => (integration === 'hangs' ? gate.promise : Promise.resolve({}));
  const all = crowd('hangs');
  await prompt.add([...all, effect('other')]);
  expect(ran).toContain('other');
  expect(queued).toEqual([]);
  await until('they are left', () => queued.length > 0);
  expect(queued.map(({ group }) => group)).toEqual(all.slice(64).map(({ group }) => group));
  await prompt.add([{ ...effect('later'), integration: 'hangs' }]);
  expect(queued.at(-1)?.group).toBe('later');
  gate.resolve({});
  await until('there is room again, also for what was left', async () => {
    await prompt.add([all.at(-1) ?? effect('none'), { ...effect('last'), integration: 'hangs' }]);
    return ran.includes('last') && ran.includes('error 99');
  });
});

test('a service that is slow, but answers, does not hang', async () => {
  const answers: (() => void)[] = [];
  run = () => new Promise((resolve) => answers.push(() => resolve({})));
  // One in each 600 ms, for longer than a service that hangs is waited for.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await prompt.add(crowd('slow'));
  for (let one = 0; one < 4; one += 1) {
    answers[one]?.();
    await new Promise(setImmediate);
    vi.advanceTimersByTime(600);
  }
  vi.useRealTimers();
  expect(queued).toEqual([]);
  await until('all are told', () => {
    for (const answer of answers) answer();
    return ran.length === 100;
  });
});

test('what waits when others begin to decide goes to the queue', async () => {
  const gate = Promise.withResolvers<Delivered>();
  run = () => gate.promise;
  await prompt.add(crowd('i'));
  prompt.pause();
  expect(queued).toHaveLength(36);
  gate.resolve({});
});

test('while others decide, everything goes to the queue', async () => {
  prompt.pause();
  await prompt.add([effect('a')]);
  prompt.resume();
  await prompt.add([effect('b')]);
  expect(ran).toEqual(['b']);
  expect(queued).toEqual([{ group: 'a', wait: undefined }]);
});

test('who closes finishes what is under way, and leaves the rest to others, at once', async () => {
  const gate = Promise.withResolvers<Delivered>();
  run = () => gate.promise;
  const all = crowd('i');
  await prompt.add(all);
  let isClosed = false;
  const closing = prompt.close().then(() => (isClosed = true));
  await new Promise(setImmediate);
  expect(isClosed).toBe(false);
  gate.resolve({ again: 250 });
  await closing;
  expect(putOff.get('error 63')).toBe(250);
  expect([...putOff].filter(([, ms]) => ms === 0).map(([group]) => group)).toEqual(
    all.slice(64).map(({ group }) => group),
  );
  await prompt.add([effect('b')]);
  expect(ran).not.toContain('b');
  expect(queued).toEqual([{ group: 'b', wait: undefined }]);
});
