import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { createChartRenderer, type ChartRenderer } from '../../../src/metrics/charts/renderer.ts';
import { until } from '../../support/wait.ts';
import { chart } from './sample.ts';

const program = path.join(import.meta.dirname, 'stand-in-worker.ts');
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

let renderer: ChartRenderer;
afterEach(() => renderer.close());

function renders(title: string, signal?: AbortSignal): Promise<string> {
  return renderer.render(chart({ title }), signal).then((bytes) => new TextDecoder().decode(bytes));
}

test('a picture is drawn in a thread of its own, while the loop goes on', async () => {
  renderer = createChartRenderer();
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  const png = await renderer.render(chart());
  clearInterval(counting);
  expect(Buffer.from(png).subarray(0, 4)).toEqual(PNG);
  expect(turns).toBeGreaterThan(5);
});

test('what cannot be drawn fails with the reason, and the next is drawn', async () => {
  renderer = createChartRenderer();
  await expect(renderer.render(chart({ timeZone: 'Mars/Olympus' }))).rejects.toThrow(/time zone/u);
  expect((await renderer.render(chart())).length).toBeGreaterThan(1_000);
});

describe('what goes wrong in the thread fails one picture alone:', () => {
  test.each([
    ['refuse', 'refused'],
    ['crash', 'crashed'],
    ['exit', 'drawing ended with code 3'],
  ])('%s', async (title, reason) => {
    renderer = createChartRenderer({ program });
    const asked = [renders('before'), renders(title), renders('after')];
    expect(await Promise.allSettled(asked)).toEqual([
      { status: 'fulfilled', value: 'before' },
      { status: 'rejected', reason: new Error(reason) },
      { status: 'fulfilled', value: 'after' },
    ]);
  });

  test('what takes too long is ended, with its thread', async () => {
    const threads: Worker[] = [];
    const note = (thread: Worker): number => threads.push(thread);
    process.on('worker', note);
    renderer = createChartRenderer({ program, longest: 2_000 });
    const asked = [renders('before'), renders('hang'), renders('after')];
    expect(await Promise.allSettled(asked)).toEqual([
      { status: 'fulfilled', value: 'before' },
      { status: 'rejected', reason: new Error('drawing took longer than 2 s') },
      { status: 'fulfilled', value: 'after' },
    ]);
    process.off('worker', note);
    expect(threads).toHaveLength(2);
    await until('the thread that hung is gone', () => threads[0]?.threadId === -1);
  });
});

test('only so many wait', async () => {
  renderer = createChartRenderer({ program, mostWaiting: 2 });
  const asked = ['drawn', 'first', 'second', 'third'].map((title) => renders(title));
  const settled = await Promise.allSettled(asked);
  expect(settled.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  expect(settled[3]).toMatchObject({ reason: new Error('too many pictures wait to be drawn') });
  expect(await renders('later')).toBe('later');
});

test('what nobody waits for any more fails at once, and what comes after it does not', async () => {
  renderer = createChartRenderer({ program });
  const leaving = new AbortController();
  const asked = [renders('one', leaving.signal), renders('two', leaving.signal), renders('three')];
  leaving.abort(new Error('gone'));
  const settled = await Promise.allSettled(asked);
  const gone = { status: 'rejected', reason: new Error('gone') };
  expect(settled).toEqual([gone, gone, { status: 'fulfilled', value: 'three' }]);
  await expect(renders('four', leaving.signal)).rejects.toThrow('gone');
});

test('closing fails what waits and what comes', async () => {
  renderer = createChartRenderer({ program });
  const asked = Promise.allSettled([renders('hang'), renders('two')]);
  await renderer.close();
  const reason = new Error('no pictures are drawn any more');
  const over = { status: 'rejected', reason };
  expect(await asked).toEqual([over, over]);
  await expect(renders('three')).rejects.toThrow(reason.message);
});
