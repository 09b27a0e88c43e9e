import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

/** More than three changes in a minute, among alerts told a second after they fire and every ten. */
const flapping = { transitions: 3, window: 60_000 };
const calm = route({ groupInterval: 10_000 });

function lineOf(kind: 'webhook' | 'slack' = 'webhook'): Timeline {
  return new Timeline({ policy: policyOf(calm, { hook: { hook: { kind } } }, { flapping }) });
}

/** Fires and ends in turn, every so many seconds, so many times. */
async function flaps(line: Timeline, from: number, every: number, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    const at = from + turn * every;
    await (turn % 2 === 0 ? line.fires(at, 'a') : line.ends(at, 'a'));
  }
}

function reasons(line: Timeline): readonly string[] {
  return line.calls.map(({ at, kind, reason = kind }) => `${at} ${reason}`);
}

test('as many changes as are allowed are told as they come', async () => {
  const line = lineOf();
  await flaps(line, 0, 12, 3);
  await line.until(200);
  expect(line.told).toEqual(['1 hook +a', '21 hook -a', '25 hook +a']);
});

test('an alert that changes more often says so once, and is told again when it has been calm', async () => {
  const line = lineOf();
  await flaps(line, 0, 2, 20);
  await line.until(1_000);
  // The last change came at 38: calm from 98 on.
  expect(line.told).toEqual(['1 hook +a', '11 hook +a', '101 hook -a']);
  expect(reasons(line)).toEqual(['1 first notification', '11 flapping', '101 all resolved']);
  expect(line.left).toEqual([]);
});

test('one that fires in the end, as was told, is not told again, and its end is', async () => {
  const line = lineOf();
  await flaps(line, 0, 2, 21);
  await line.until(300);
  expect(line.told).toEqual(['1 hook +a', '11 hook +a']);
  await line.ends(302, 'a');
  await line.until(400);
  expect(line.told.slice(2)).toEqual(['311 hook -a']);
  expect(line.left).toEqual([]);
});

test('a change now and then, before it was calm for the window, keeps it quiet', async () => {
  const line = lineOf();
  await flaps(line, 0, 2, 4);
  await flaps(line, 50, 50, 10);
  await line.until(1_000);
  expect(line.told).toEqual(['1 hook +a', '11 hook +a', '561 hook -a']);
});

test('one that begins to flap anew says so anew', async () => {
  const line = lineOf();
  await flaps(line, 0, 2, 5);
  await line.until(202);
  for (let turn = 0; turn < 5; turn += 1) {
    const at = 202 + turn * 2;
    await (turn % 2 === 0 ? line.ends(at, 'a') : line.fires(at, 'a'));
  }
  await line.until(1_000);
  expect(reasons(line)).toEqual([
    '1 first notification',
    '11 flapping',
    '211 flapping',
    '271 all resolved',
  ]);
});

test('one that flapped before anybody was told is told once, as firing', async () => {
  const line = lineOf();
  await flaps(line, 0, 0.1, 6);
  await line.until(1_000);
  expect(line.told).toEqual(['1 hook +a', '61 hook -a']);
});

test('others of its group are told as always', async () => {
  const line = lineOf();
  await flaps(line, 0, 2, 6);
  await line.fires(15, 'b');
  await line.ends(31, 'b');
  await line.until(1_000);
  expect(line.told).toEqual([
    '1 hook +a',
    '11 hook +a',
    '21 hook +a,b',
    '41 hook +a -b',
    '71 hook -a',
  ]);
});

test('a message shows that an alert flaps, none of its changes, and that it is calm again', async () => {
  const line = lineOf('slack');
  await flaps(line, 0, 2, 21);
  await line.until(1_000);
  // At 6 it changes for the fourth time, at 40 for the last.
  expect(reasons(line)).toEqual([
    '1 first notification',
    '2 edit',
    '4 edit',
    '6 edit',
    '11 flapping',
    '101 edit',
  ]);
});

test('a critical alert pages once, however often it changes', async () => {
  const page = route({ id: 'page', receiver: 'page', groupWait: 0, groupInterval: 10_000 });
  const matchers = [matcher('severity', '=', 'critical')];
  const root = route({ groupInterval: 10_000, routes: [{ ...page, matchers }] });
  const policy = policyOf(root, { hook: { hook: {} }, page: { page: {} } }, { flapping });
  const line = new Timeline({ policy });
  for (let turn = 0; turn < 10; turn += 1) {
    const severity = { severity: 'critical' } as const;
    await (turn % 2 === 0 ? line.fires(turn, 'a', severity) : line.ends(turn, 'a', severity));
  }
  await line.until(1_000);
  expect(line.told).toEqual(['0 page +a', '10 page +a', '70 page -a']);
});

test('an alert that becomes worse while it flaps is told to who hears of worse ones', async () => {
  const matchers = [matcher('severity', '=', 'critical')];
  const page = route({ id: 'page', receiver: 'page', groupWait: 0, groupInterval: 10_000 });
  const root = route({ groupInterval: 10_000, routes: [{ ...page, matchers }] });
  const policy = policyOf(root, { hook: { hook: {} }, page: { page: {} } }, { flapping });
  const line = new Timeline({ policy });
  await flaps(line, 0, 2, 6);
  await line.fires(12, 'a', { severity: 'critical' });
  await line.until(13);
  expect(line.told.at(-1)).toBe('12 page +a');
});

test('what is silenced says nothing of its flapping, and is closed all the same', async () => {
  const line = lineOf();
  await line.fires(0, 'a');
  await line.silences(1.5, 'a');
  for (const at of [2, 6, 10]) {
    await line.ends(at, 'a');
    await line.fires(at + 2, 'a');
  }
  await line.ends(14, 'a');
  await line.until(1_000);
  expect(line.told).toEqual(['1 hook +a', '81 hook -a']);
  expect(line.left).toEqual([]);
});

test('what ends by itself again and again flaps too, what is told once does not', async () => {
  const line = lineOf();
  for (const at of [0, 12, 24]) {
    await line.fires(at, 'a', { endsAt: at * 1_000 + 5_000 });
    await line.fires(at, 'o', { nature: 'occurrence', endsAt: at * 1_000 + 5_000 });
  }
  await line.until(28);
  expect(line.state.alerts.get('a')?.value?.flapping).toMatchObject({ changes: 4 });
  expect(line.state.alerts.get('o')?.value).not.toHaveProperty('flapping');
});

test('no more of an alert’s past is kept than it takes to tell whether it flaps', async () => {
  const line = lineOf();
  await flaps(line, 0, 1, 50);
  expect(line.state.alerts.get('a')?.value?.transitions).toEqual([46_000, 47_000, 48_000, 49_000]);
});
