import { describe, expect, test } from 'vitest';
import { together } from '../../src/store/redis/together.ts';

describe('calls', () => {
  test('that come at once go in one round trip, and each has its own answer', async () => {
    const trips: (readonly number[])[] = [];
    const double = together(10, async (some: readonly number[]) => {
      trips.push(some);
      return some.map((n) => 2 * n);
    });
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(trips).toEqual([[1, 2, 3]]);
  });

  test('that come while one is under way wait for the next', async () => {
    const trips: (readonly number[])[] = [];
    const later: Promise<number>[] = [];
    const double = together(2, async (some: readonly number[]) => {
      trips.push(some);
      if (trips.length === 1) later.push(...[2, 3, 4].map(double));
      return some.map((n) => 2 * n);
    });
    expect(await double(1)).toBe(2);
    expect(await Promise.all(later)).toEqual([4, 6, 8]);
    expect(trips).toEqual([[1], [2, 3], [4]]);
  });

  test('that went with one that failed fail, and no later ones', async () => {
    let fails = true;
    const double = together(10, async (some: readonly number[]) => {
      if (fails) throw new Error('no connection');
      return some.map((n) => 2 * n);
    });
    const results = await Promise.allSettled([1, 2].map(double));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await double(3)).toBe(6);
  });

  test('of which one can not be had fail for themselves, and no others with them', async () => {
    const refusal = Object.assign(new Error('WRONGTYPE'), { name: 'ReplyError' });
    const double = together(10, async (some: readonly number[]) => {
      if (some.includes(2)) throw refusal;
      return some.map((n) => 2 * n);
    });
    const results = await Promise.allSettled([1, 2, 3].map(double));
    expect(results).toEqual([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: refusal },
      { status: 'fulfilled', value: 6 },
    ]);
  });
});
