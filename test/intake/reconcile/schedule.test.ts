import { expect, test } from 'vitest';
import { startSchedule } from '../../../src/intake/reconcile/schedule.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { until } from '../../support/wait.ts';

const EVERY = 40;

function replica(store: ReturnType<typeof createMemoryStore>, work: () => Promise<void>) {
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const { stop } = startSchedule({ turns: store.turns, name: 'work', every: EVERY, work, onError });
  return { stop, errors };
}

test('of many replicas one at a time does the work, and the next takes over when it stops', async () => {
  const store = createMemoryStore(Date.now);
  const done: number[] = [];
  let running = 0;
  const workOf = (index: number) => async () => {
    running += 1;
    expect(running).toBe(1);
    await new Promise(setImmediate);
    done.push(index);
    running -= 1;
  };
  const replicas = [0, 1, 2].map((index) => replica(store, workOf(index)));
  await until('the work is done again and again', () => done.length >= 6);
  await replicas[0]?.stop();
  await replicas[1]?.stop();
  const { length } = done;
  await until('the last one does it', () => done.length > length);
  expect(done.at(-1)).toBe(2);
  await replicas[2]?.stop();
  expect(replicas.flatMap(({ errors }) => errors)).toEqual([]);
});

test('one that starts does the work though it is not due', async () => {
  const store = createMemoryStore(Date.now);
  await store.turns.take('work', 'former');
  await store.turns.end('work', 'former', 3_600_000);
  let count = 0;
  const { stop } = replica(store, async () => void (count += 1));
  await until('it is done', () => count === 1);
  await stop();
});

test('work that fails, or a store that does not answer, is said and does not end it', async () => {
  const store = createMemoryStore(Date.now);
  let count = 0;
  const failing = replica(store, async () => {
    count += 1;
    throw new Error('no');
  });
  await until('it is tried again', () => count >= 2);
  await failing.stop();
  expect(failing.errors.length).toBeGreaterThanOrEqual(2);

  const broken = {
    ...store,
    turns: { ...store.turns, take: () => Promise.reject(new Error('gone')) },
  };
  const silent = replica(broken, async () => {});
  await until('it is said', () => silent.errors.length === 1);
  await silent.stop();
});

test('work under way is told to end when the bot stops', async () => {
  const store = createMemoryStore(Date.now);
  let seen: AbortSignal | undefined;
  const { stop } = startSchedule({
    turns: store.turns,
    name: 'work',
    every: EVERY,
    work: (abort) => {
      seen = abort;
      return new Promise((_, reject) => {
        abort.addEventListener('abort', () => reject(new Error('aborted')));
      });
    },
    onError: () => expect.unreachable(),
  });
  await until('it is under way', () => seen !== undefined);
  await stop();
  expect(seen?.aborted).toBe(true);
  expect(await store.turns.take('work', 'other', { evenIfNotDue: true })).toBe(0);
});
