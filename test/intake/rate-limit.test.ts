import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../src/intake/rate-limit.ts';
import { Refusal } from '../../src/intake/refusal.ts';

/** How many of so many requests pass at once. */
function passed(limit: () => void, requests: number): number {
  return Array.from({ length: requests }, () => passes(limit)).filter(Boolean).length;
}

function passes(limit: () => void): boolean {
  try {
    limit();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

describe('a rate limit', () => {
  it('lets so many through at once, and then as many as time gives back', () => {
    let now = 1_000_000;
    const limit = createRateLimit({ burst: 10, perSecond: 5 }, () => now);
    expect(passed(limit, 20)).toBe(10);
    now += 1000;
    expect(passed(limit, 20)).toBe(5);
    now += 60_000;
    expect(passed(limit, 20)).toBe(10);
  });

  it('does not lock anybody out when the clock is set back', () => {
    let now = 1_000_000_000;
    const limit = createRateLimit({ burst: 2, perSecond: 1 }, () => now);
    passed(limit, 2);
    now -= 500_000_000;
    expect(passed(limit, 1)).toBe(0);
    now += 2000;
    expect(passed(limit, 5)).toBe(2);
  });

  it('lets everything through when there is no rate', () => {
    expect(
      passed(
        createRateLimit(undefined, () => 0),
        1000,
      ),
    ).toBe(1000);
  });
});
