import { afterEach, expect, test } from 'vitest';
import { createChartRenderer, type ChartRenderer } from '../../../src/metrics/charts/renderer.ts';
import { chart } from './sample.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

let renderer: ChartRenderer;
afterEach(() => renderer.close());

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

test('what nobody waits for any more fails', async () => {
  renderer = createChartRenderer();
  const gone = AbortSignal.abort(new Error('gone'));
  await expect(renderer.render(chart(), gone)).rejects.toThrow('gone');
});
