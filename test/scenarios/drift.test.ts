import { expect, test } from 'vitest';
import { reportOf, watched, type Moved } from '../drift/runs/worlds.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const HOUR = 3_600;
const EVERY_HOUR = watched({
  schedule: 'hourly',
  sustained: 2,
  dueAt: (now) => Math.floor(now / (HOUR * 1000)) * HOUR * 1000,
});

/** A bot that looks at a model each hour, of which `moved` says what has moved in which hour. */
function watching(line: Timeline, moved: (hour: number) => Moved) {
  return async (hour: number) => {
    const compare = async () => reportOf(moved(hour), hour * HOUR * 1000);
    await line.looksAtModels(hour * HOUR, [EVERY_HOUR], compare);
  };
}

/** Who was told what, with how many alerts that fire and how many that are over. */
const told = (line: Timeline) =>
  line.calls
    .filter(({ kind }) => kind === 'notification')
    .map(({ at, firing, resolved }) => `${at / HOUR} +${firing.length} -${resolved.length}`);

const POLICY = policyOf(route({ groupWait: 0, groupInterval: 1_000, repeatInterval: HOUR * 500 }));

test('drift that is sustained is told, taken on, and told when it is over, as any alert is', async () => {
  const line = new Timeline({ policy: POLICY });
  const looks = watching(line, (hour) => ({
    age: hour >= 2 && hour <= 5 ? 0.35 : 0,
    income: 0,
    debt: 0,
  }));
  await looks(1);
  await looks(2);
  expect(told(line)).toEqual([]);
  await looks(3);
  expect(told(line)).toEqual(['3 +1 -0']);
  await line.acknowledges(3.2 * HOUR, 'ana');
  expect(line.owners).toEqual(['ana']);
  await looks(4);
  await looks(5);
  // It is still the same alert: whoever has it on hears nothing more of it until it is over.
  expect(told(line)).toEqual(['3 +1 -0']);
  await looks(6);
  await line.until(7 * HOUR);
  expect(told(line).slice(1)).toEqual([expect.stringMatching(/^6(?:\.\d+)? \+0 -1$/u)]);
  expect(line.errors).toEqual([]);
});

test('drift that is silenced is told to nobody', async () => {
  const line = new Timeline({ policy: POLICY });
  const looks = watching(line, () => ({ age: 0.35, income: 0, debt: 0 }));
  await line.silences(HOUR, 'FeatureDrift', { until: 4.5 * HOUR });
  for (const hour of [1, 2, 3, 4]) await looks(hour);
  expect(told(line)).toEqual([]);
  await line.until(5 * HOUR);
  expect(told(line)).toEqual([expect.stringMatching(/^4\.5\d* \+1 -0$/u)]);
});
