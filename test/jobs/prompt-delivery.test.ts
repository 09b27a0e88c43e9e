import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Severity } from '../../src/alert/severity.ts';
import type { Effect, Target } from '../../src/engine/ports/delivery-store.ts';
import type { Delivered } from '../../src/jobs/deliver.ts';
import { createPromptDelivery, type PromptDelivery } from '../../src/jobs/prompt-delivery.ts';
import { until } from '../support/wait.ts';

let ran: string[];
let queued: { readonly group: string; readonly wait: number | undefined }[];
let failed: unknown[];
let run: (target: Target) => Promise<Delivered>;
let prompt: PromptDelivery;

beforeEach(() => {
  ran = [];
  queued = [];
  failed = [];
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

test('what has to wait waits in the queue', async () => {
  run = async ({ group }) => (group === 'slow' ? { again: 5_000 } : {});
  await prompt.add([effect('slow'), effect('b')]);
  await until('it waits', () => queued.length === 1);
  expect(queued).toEqual([{ group: 'slow', wait: 5_000 }]);
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
  await until('there is room again', async () => {
    await prompt.add([{ ...effect('last'), integration: 'hangs' }]);
    return ran.includes('last');
  });
});

test('while others decide, everything goes to the queue', async () => {
  prompt.pause();
  await prompt.add([effect('a')]);
  prompt.resume();
  await prompt.add([effect('b')]);
  expect(ran).toEqual(['b']);
  expect(queued).toEqual([{ group: 'a', wait: undefined }]);
});

test('who closes finishes what is under way, and waits for no queue', async () => {
  const gate = Promise.withResolvers<Delivered>();
  run = () => gate.promise;
  await prompt.add([effect('a')]);
  let isClosed = false;
  const closing = prompt.close().then(() => (isClosed = true));
  await new Promise(setImmediate);
  expect(isClosed).toBe(false);
  gate.resolve({ again: 250 });
  await closing;
  await prompt.add([effect('b')]);
  expect(ran).toEqual(['a']);
  expect(queued).toEqual([{ group: 'b', wait: undefined }]);
});
