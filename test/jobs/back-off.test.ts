import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEVERITIES } from '../../src/alert/severity.ts';
import { pauseAfter } from '../../src/jobs/back-off.ts';

const failures = fc.integer({ min: 1, max: 100_000 });
const severity = fc.constantFrom(...SEVERITIES);
const random = fc.double({ min: 0, max: 1, noNaN: true });

describe('the pause after failures in a row', () => {
  test('grows twofold from 5 s to a minute, to half of one for what is critical', () => {
    const longest = (severity: 'critical' | 'error') =>
      [1, 2, 3, 4, 5, 6].map((failures) => pauseAfter(failures, severity, 1) / 1_000);
    expect(longest('error')).toEqual([5, 10, 20, 40, 60, 60]);
    expect(longest('critical')).toEqual([5, 10, 20, 30, 30, 30]);
  });

  test('is never shorter than 2.5 s, never longer than its cap', () => {
    fc.assert(
      fc.property(failures, severity, random, (failures, severity, random) => {
        const pause = pauseAfter(failures, severity, random);
        expect(pause).toBeGreaterThanOrEqual(2_500);
        expect(pause).toBeLessThanOrEqual(severity === 'critical' ? 30_000 : 60_000);
      }),
    );
  });

  test('does not shrink with another failure', () => {
    fc.assert(
      fc.property(failures, severity, random, (failures, severity, random) => {
        const pause = pauseAfter(failures, severity, random);
        expect(pauseAfter(failures + 1, severity, random)).toBeGreaterThanOrEqual(pause);
      }),
    );
  });

  test('is spread evenly over its second half', () => {
    fc.assert(
      fc.property(failures, severity, random, (failures, severity, random) => {
        const [shortest, pause, longest] = [0, random, 1].map((chance) =>
          pauseAfter(failures, severity, chance),
        );
        expect(shortest).toBe((longest ?? 0) / 2);
        expect(((pause ?? 0) - (shortest ?? 0)) / (shortest ?? 1)).toBeCloseTo(random, 3);
      }),
    );
  });
});
