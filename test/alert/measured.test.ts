import { describe, expect, test } from 'vitest';
import { isFurther, measuredOf } from '../../src/alert/measured.ts';
import { alertOf } from '../contract/records.ts';

const of = (value?: number, threshold?: number, annotations: Record<string, string> = {}) =>
  measuredOf(
    alertOf('a', {
      ...(value !== undefined && { value }),
      ...(threshold !== undefined && { threshold }),
      annotations,
    }),
  );

describe('by what figures an alert fires', () => {
  test.each([
    [85, 80, {}, { side: 'over' }],
    [60, 95, {}, { side: 'under' }],
    [80, 80, { comparison: '≥' }, { side: 'over', inclusive: true }],
    [85, 80, { comparison: '>', period: '300', unit: 'ms' }, { period: 300_000, unit: 'ms' }],
    [85, 80, { period: 'long', unit: 'no unit at all' }, { side: 'over' }],
  ])('is known: %d against %d, %j', (value, threshold, annotations, rest) => {
    expect(of(value, threshold, annotations)).toMatchObject({ value, threshold, ...rest });
    expect(Object.keys(of(85, 80, { period: 'long', unit: 'a b' }) ?? {})).toHaveLength(3);
  });

  test.each([
    [85, undefined, {}],
    [undefined, 80, {}],
    [80, 80, {}],
    [75, 80, { comparison: '>' }],
    [85, 80, { comparison: 'outside' }],
  ])('is not known: %j against %j, %j', (value, threshold, annotations) => {
    expect(of(value, threshold, annotations)).toBeUndefined();
  });
});

test('further beyond a threshold is more of what it is held against', () => {
  const over = { value: 85, threshold: 80, side: 'over' } as const;
  expect(isFurther({ ...over, value: 86 }, over)).toBe(true);
  const under = { ...over, side: 'under' } as const;
  expect(isFurther({ ...under, value: 86 }, under)).toBe(false);
});
