import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import type { InsufficientData } from '../../src/rules/policy.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

/** Told a second after it fires, then looked at every ten. */
const calm = route({ groupInterval: 10_000 });

function lineWith(insufficientData?: InsufficientData): Timeline {
  return new Timeline({
    policy: policyOf(calm, undefined, {
      ...(insufficientData !== undefined && { insufficientData }),
    }),
  });
}

const asFiring = { policy: 'firing', after: 900_000 } as const;
const asResolved = { policy: 'resolved', after: 900_000 } as const;

test('improvement 9: unless told otherwise, what fires goes on firing without data and what is fine stays fine', async () => {
  for (const line of [lineWith(), lineWith({ policy: 'ignore', after: 1_000 })]) {
    await line.fires(0, 'a');
    await line.hasNoData(20, 'a');
    await line.hasNoData(20, 'b');
    await line.until(3_000);
    expect(line.told).toEqual(['1 hook +a']);
  }
});

test('improvement 9, resolved: what fires is over once there was no data for long enough, and says why', async () => {
  const line = lineWith(asResolved);
  await line.fires(0, 'a');
  await line.hasNoData(21, 'a');
  await line.until(1_200);
  expect(line.told).toEqual(['1 hook +a', '931 hook -a']);
  expect(line.state.alerts.get('a')?.value?.annotations.summary).toBe('No data for 15 min');
  expect(line.left).toEqual([]);
});

test('improvement 9, firing: what was fine fires once there was no data for long enough, and says why', async () => {
  const line = lineWith(asFiring);
  await line.fires(0, 'a');
  await line.ends(2, 'a');
  await line.hasNoData(21, 'a');
  await line.until(1_200);
  expect(line.told.slice(2)).toEqual(['922 hook +a']);
  expect(line.state.alerts.get('a')?.value).toMatchObject({
    startsAt: 921_000,
    annotations: { summary: 'No data for 15 min' },
  });
});

test('firing: so does what nobody had heard of', async () => {
  const line = lineWith(asFiring);
  await line.hasNoData(0, 'a');
  await line.until(899);
  expect(line.told).toEqual([]);
  await line.until(1_200);
  expect(line.told).toEqual(['901 hook +a']);
});

test('firing: what fires anyway is not told again', async () => {
  const line = lineWith(asFiring);
  await line.fires(0, 'a');
  await line.hasNoData(10, 'a');
  await line.until(2_000);
  expect(line.told).toEqual(['1 hook +a']);
  await line.ends(2_001, 'a');
  await line.until(2_100);
  expect(line.told.slice(1)).toEqual(['2011 hook -a']);
  expect(line.left).toEqual([]);
});

test('news within the gap ends it, whatever it says', async () => {
  const line = lineWith(asResolved);
  await line.fires(0, 'a');
  await line.hasNoData(100, 'a');
  await line.fires(500, 'a');
  await line.until(3_000);
  expect(line.told).toEqual(['1 hook +a']);
  const other = lineWith(asFiring);
  await other.hasNoData(100, 'a');
  await other.ends(500, 'a');
  await other.until(3_000);
  expect(other.told).toEqual([]);
  expect(other.left).toEqual([]);
});

test('news of before the gap does not end it', async () => {
  const line = lineWith(asResolved);
  await line.fires(0, 'a');
  await line.hasNoData(100, 'a');
  await line.fires(500, 'a', { changedAt: 99_000 });
  await line.until(3_000);
  expect(line.told.slice(1)).toEqual(['1001 hook -a']);
});

test('however often it is said that there is no data, the gap began with the first time', async () => {
  const line = lineWith(asResolved);
  await line.fires(0, 'a');
  for (const at of [100, 500, 900]) await line.hasNoData(at, 'a');
  await line.until(3_000);
  expect(line.told.slice(1)).toEqual(['1001 hook -a']);
  await line.hasNoData(3_000, 'a');
  await line.until(6_000);
  expect(line.told).toHaveLength(2);
});

test('a gap that was long before anybody heard of it counts at once', async () => {
  const line = lineWith(asResolved);
  await line.fires(0, 'a');
  await line.hasNoData(1_000, 'a', { changedAt: 50_000 });
  await line.until(1_100);
  expect(line.told.slice(1)).toEqual(['1001 hook -a']);
});

test('what came to fire for want of data shows it when there is data again, and is closed by an end', async () => {
  const policy = policyOf(
    calm,
    { hook: { chat: { kind: 'slack' } } },
    {
      insufficientData: asFiring,
    },
  );
  const line = new Timeline({ policy });
  await line.hasNoData(0, 'a');
  await line.fires(1_000, 'a', { annotations: { summary: 'too slow' } });
  await line.ends(1_100, 'a');
  await line.until(1_200);
  expect(line.calls.map(({ at, kind, firing }) => [at, kind, firing])).toEqual([
    [901, 'notification', ['a']],
    [1_000, 'edit', ['a']],
    [1_100, 'edit', []],
    [1_101, 'notification', []],
  ]);
});

test('the first classify rule that holds and says what no data means decides', async () => {
  const classify = [
    { matchers: [], labels: { team: 'red' } },
    {
      matchers: [matcher('alertname', '=', 'heartbeat')],
      labels: {},
      insufficientData: { policy: 'firing', after: 60_000 },
    },
    { matchers: [], labels: {}, insufficientData: { policy: 'ignore', after: 0 } },
  ] as const;
  const policy = policyOf(calm, undefined, { classify, insufficientData: asFiring });
  const line = new Timeline({ policy });
  await line.hasNoData(0, 'heartbeat');
  await line.hasNoData(0, 'other');
  await line.until(3_000);
  expect(line.told).toEqual(['61 hook +heartbeat']);
});
