import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createTaskThread,
  type TaskThread,
  type TaskThreadOptions,
} from '../../src/threads/task-thread.ts';
import { until } from '../support/wait.ts';
import type { Telling } from './stand-in-worker.ts';

const OPTIONS: TaskThreadOptions = {
  program: path.join(import.meta.dirname, 'stand-in-worker.ts'),
  work: 'working',
  longest: 20_000,
  mostWaiting: 100,
  mostMemory: 100,
  isKept: true,
};

let thread: TaskThread<Telling>;
let started: Worker[];
const note = (one: Worker): number => started.push(one);

function begin(options: Partial<TaskThreadOptions> = {}): void {
  thread = createTaskThread({ ...OPTIONS, ...options });
}

beforeEach(() => {
  started = [];
  process.on('worker', note);
});
afterEach(async () => {
  process.off('worker', note);
  await thread.close();
});

describe.each([
  ['kept', true],
  ['of each task', false],
])('in a thread that is %s', (_, isKept) => {
  test.each([
    ['refuse', 'refused'],
    ['crash', 'crashed'],
    ['exit', 'working ended with code 3'],
  ])('what goes wrong fails one task alone: %s', async (task, reason) => {
    begin({ isKept });
    const asked = ['before', task, 'after'].map((one) => thread.run(one));
    expect(await Promise.allSettled(asked)).toEqual([
      { status: 'fulfilled', value: 'before' },
      { status: 'rejected', reason: new Error(reason) },
      { status: 'fulfilled', value: 'after' },
    ]);
  });

  test('what is silent for too long is ended, with its thread', async () => {
    begin({ isKept, longest: 2_000 });
    const asked = ['before', 'hang', 'after'].map((one) => thread.run(one));
    expect(await Promise.allSettled(asked)).toEqual([
      { status: 'fulfilled', value: 'before' },
      { status: 'rejected', reason: new Error('working took longer than 2 s') },
      { status: 'fulfilled', value: 'after' },
    ]);
    const hung = started.at(isKept ? 0 : 1);
    await until('the thread that hung is gone', () => hung?.threadId === -1);
  });

  test('how far a task is comes through', async () => {
    begin({ isKept });
    const steps: string[] = [];
    await thread.run('step', { onProgress: (step) => steps.push(step) });
    expect(steps).toEqual(['half', 'whole']);
  });

  test('what nobody waits for any more fails at once, and what comes after it does not', async () => {
    begin({ isKept });
    const leaving = new AbortController();
    const asked = [thread.run('one', leaving), thread.run('two', leaving), thread.run('three')];
    leaving.abort(new Error('gone'));
    const gone = { status: 'rejected', reason: new Error('gone') };
    expect(await Promise.allSettled(asked)).toEqual([
      gone,
      gone,
      { status: 'fulfilled', value: 'three' },
    ]);
    await expect(thread.run('four', leaving)).rejects.toThrow('gone');
  });

  test('closing fails what waits and what comes', async () => {
    begin({ isKept });
    const asked = Promise.allSettled([thread.run('hang'), thread.run('two')]);
    await thread.close();
    const over = { status: 'rejected', reason: new Error('working is over') };
    expect(await asked).toEqual([over, over]);
    await expect(thread.run('three')).rejects.toThrow('working is over');
  });
});

test('only so many wait', async () => {
  begin({ mostWaiting: 2 });
  const asked = ['done', 'first', 'second', 'third'].map((task) => thread.run(task));
  const settled = await Promise.allSettled(asked);
  expect(settled.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  expect(settled[3]).toMatchObject({ reason: new Error('too many others wait: working') });
  expect(await thread.run('later')).toBe('later');
});

test('a thread that is kept does one task after the other', async () => {
  begin();
  for (const task of ['one', 'two']) await thread.run(task);
  expect(started).toHaveLength(1);
});

test('a thread of one task ends with it, also when nobody waits for it any more', async () => {
  begin({ isKept: false });
  await thread.run('one');
  const leaving = new AbortController();
  const asked = thread.run('hang', leaving);
  await until('the second thread is there', () => started.length === 2);
  leaving.abort(new Error('gone'));
  await expect(asked).rejects.toThrow('gone');
  await until('both threads are gone', () => started.every(({ threadId }) => threadId === -1));
});
