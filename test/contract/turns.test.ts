import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from './stores.ts';

const EVERY = 300_000;

describe.each(KINDS)('turns in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are taken by one at a time', async () => {
    const { turns } = await make();
    const takers = Array.from({ length: 20 }, (_, index) => turns.take('work', `t${index}`));
    const answers = await Promise.all(takers);
    expect(answers.filter((wait) => wait === 0)).toHaveLength(1);
    expect(Math.max(...answers)).toBeLessThanOrEqual(30_000);
    expect(await turns.take('other work', 'a')).toBe(0);
  });

  test('are due again when whoever had it last said, for some even before', async () => {
    const { turns, pass } = await make();
    await turns.take('work', 'a');
    await turns.end('work', 'a', EVERY);
    const wait = await turns.take('work', 'b');
    expect(wait).toBeGreaterThan(EVERY - 60_000);
    expect(wait).toBeLessThanOrEqual(EVERY);
    expect(await turns.take('work', 'c', { evenIfNotDue: true })).toBe(0);
    expect(await turns.take('work', 'd', { evenIfNotDue: true })).toBeGreaterThan(0);
    await turns.end('work', 'c', EVERY);
    await pass(EVERY);
    expect(await turns.take('work', 'b')).toBe(0);
  });

  test('are taken over from one that fell silent, who then can’t end or keep them', async () => {
    const { turns, pass } = await make();
    await turns.take('work', 'a');
    await pass(20_000);
    expect(await turns.renew('work', 'a')).toBe(true);
    await pass(20_000);
    expect(await turns.take('work', 'b')).toBeGreaterThan(0);
    await pass(30_000);
    expect(await turns.take('work', 'b')).toBe(0);
    expect(await turns.renew('work', 'a')).toBe(false);
    await turns.end('work', 'a', 1);
    expect(await turns.renew('work', 'b')).toBe(true);
  });
});
