import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from './stores.ts';

/** A call in ten seconds, three at once: slow enough for no test to be too slow for it. */
const bucket = { key: 'slack/post', capacity: 3, perSecond: 0.1 };

const caller = { id: 'a', severity: 'warning' } as const;

describe.each(KINDS)('a rate limiter in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('lets as many calls pass at once as the bucket holds, then says how long to wait', async () => {
    const { limiter } = await make();
    for (let call = 0; call < 3; call += 1) expect(await limiter.take(bucket, caller)).toBe(0);
    const wait = await limiter.take(bucket, caller);
    expect(wait).toBeGreaterThan(8_000);
    expect(wait).toBeLessThanOrEqual(10_000);
    expect(await limiter.take({ ...bucket, key: 'another' }, caller)).toBe(0);
  });

  test('refills with time, up to what it holds', async () => {
    const { limiter, pass } = await make();
    for (let call = 0; call < 3; call += 1) await limiter.take(bucket, caller);
    await pass(10_000);
    expect(await limiter.take(bucket, caller)).toBe(0);
    expect(await limiter.take(bucket, caller)).toBeGreaterThan(0);
    await pass(600_000);
    for (let call = 0; call < 3; call += 1) expect(await limiter.take(bucket, caller)).toBe(0);
    expect(await limiter.take(bucket, caller)).toBeGreaterThan(0);
  });

  test('asking and being told to wait costs nothing', async () => {
    const { limiter, pass } = await make();
    for (let call = 0; call < 9; call += 1) await limiter.take(bucket, caller);
    await pass(10_000);
    expect(await limiter.take(bucket, caller)).toBe(0);
  });

  test('lets nothing pass while it is paused, then one call after the other', async () => {
    const { limiter, pass } = await make();
    await limiter.pause(bucket, 60_000);
    const wait = await limiter.take(bucket, caller);
    expect(wait).toBeGreaterThan(58_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    await pass(60_000);
    expect(await limiter.take(bucket, caller)).toBe(0);
    expect(await limiter.take(bucket, caller)).toBeGreaterThan(0);
  });

  test('a shorter pause does not end a longer one', async () => {
    const { limiter } = await make();
    await limiter.pause(bucket, 60_000);
    await limiter.pause(bucket, 1_000);
    expect(await limiter.take(bucket, caller)).toBeGreaterThan(50_000);
  });

  test('who has to wait is told when it is their turn, the newest of the worst severity first', async () => {
    const { limiter, pass } = await make();
    for (let call = 0; call < 3; call += 1) await limiter.take(bucket, caller);
    const turn = async (id: string, severity: 'critical' | 'info') =>
      Math.round((await limiter.take(bucket, { id, severity })) / 10_000);
    expect(await turn('old', 'info')).toBe(1);
    await pass(10);
    expect(await turn('new', 'info')).toBe(1);
    await pass(10);
    expect(await turn('page', 'critical')).toBe(1);
    expect(await turn('new', 'info')).toBe(2);
    expect(await turn('old', 'info')).toBe(3);
    await pass(10_000);
    expect(await turn('old', 'info')).toBe(2);
    expect(await turn('page', 'critical')).toBe(0);
  });

  test('who does not come back at their turn holds up nobody', async () => {
    const { limiter, pass } = await make();
    for (let call = 0; call < 3; call += 1) await limiter.take(bucket, caller);
    await limiter.take(bucket, { id: 'lost', severity: 'critical' });
    await pass(15_100);
    expect(await limiter.take(bucket, caller)).toBe(0);
  });

  test('what may be left out takes only what half of the bucket leaves, and delays nobody', async () => {
    const { limiter, pass } = await make();
    const roomy = { ...bucket, capacity: 4 };
    expect(await limiter.takeSpare(roomy)).toBe(true);
    expect(await limiter.takeSpare(roomy)).toBe(true);
    expect(await limiter.takeSpare(roomy)).toBe(false);
    for (let call = 0; call < 2; call += 1) expect(await limiter.take(roomy, caller)).toBe(0);
    expect(await limiter.take(roomy, caller)).toBeGreaterThan(0);
    await pass(12_000);
    expect(await limiter.takeSpare(roomy)).toBe(false);
    expect(await limiter.take(roomy, caller)).toBe(0);
  });

  test('nothing that may be left out goes before somebody who waits', async () => {
    const { limiter, pass } = await make();
    const quick = { key: 'quick', capacity: 4, perSecond: 1 };
    for (let call = 0; call < 5; call += 1) await limiter.take(quick, caller);
    await pass(3_000);
    expect(await limiter.takeSpare(quick)).toBe(false);
    expect(await limiter.take(quick, caller)).toBe(0);
    await pass(3_000);
    expect(await limiter.takeSpare(quick)).toBe(true);
  });
});
