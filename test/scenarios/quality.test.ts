import { expect, test } from 'vitest';
import { dataSet, reportOf, type Data } from '../drift/quality/runs/worlds.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const HOUR = 3_600;
const EVERY_HOUR = dataSet({
  schedule: 'hourly',
  dueAt: (now) => Math.floor(now / (HOUR * 1000)) * HOUR * 1000,
});
const POLICY = policyOf(
  route({ groupWait: 0, groupInterval: 1_000, repeatInterval: HOUR * 500_000 }),
);

/** A bot that looks at a data set each hour, which is as `data` says by the hour. */
function watching(line: Timeline, data: (hour: number) => Data, sets = [EVERY_HOUR]) {
  return (hour: number) =>
    line.looksAtData(hour * HOUR, sets, async () => reportOf(data(hour), hour * HOUR * 1000));
}

/** Who was told what, with how many alerts that fire and how many that are over. */
const told = (line: Timeline) =>
  line.calls
    .filter(({ kind }) => kind === 'notification')
    .map(
      ({ at, firing, resolved }) =>
        `${Math.floor(at / HOUR)} +${firing.length} -${resolved.length}`,
    );

test('data that goes stale is told, nobody has it on any more when that gets worse, and it is over when it is fresh again', async () => {
  const line = new Timeline({ policy: POLICY });
  const looks = watching(line, (hour) => ({ hours: hour < 40 ? hour : 1 }));
  for (const hour of [1, 6, 7]) await looks(hour);
  expect(told(line)).toEqual(['7 +1 -0']);
  await line.acknowledges(7.5 * HOUR, 'ana');
  for (const hour of [8, 24]) await looks(hour);
  expect(line.owners).toEqual(['ana']);
  await looks(25);
  expect(line.owners).toEqual([undefined]);
  await looks(40);
  await line.until(42 * HOUR);
  expect(told(line)).toEqual(['7 +1 -0', '40 +0 -1']);
  expect(line.errors).toEqual([]);
});

test('a data set that the config no longer has is over', async () => {
  const line = new Timeline({ policy: POLICY });
  await watching(line, () => ({ missing: 0.5 }))(1);
  await watching(line, () => ({}), [])(2);
  await line.until(4 * HOUR);
  expect(told(line)).toEqual(['1 +1 -0', '2 +0 -1']);
});
