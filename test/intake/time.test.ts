import { describe, expect, it } from 'vitest';
import { parseTime } from '../../src/intake/time.ts';

describe('parseTime', () => {
  it.each([
    ['2017-01-12T16:30:42.236+0000', '2017-01-12T16:30:42.236Z'],
    ['2017-01-12T16:30:42.236Z', '2017-01-12T16:30:42.236Z'],
    ['2017-01-12T16:30:42.123456789Z', '2017-01-12T16:30:42.123Z'],
    ['2017-01-12T16:30:42+02:00', '2017-01-12T14:30:42.000Z'],
    ['2019-02-12 15:45:24.091', '2019-02-12T15:45:24.091Z'],
    ['2026-03-08T10:00Z', '2026-03-08T10:00:00.000Z'],
    ['Wed, 6 Apr 2022 06:00:53 GMT', '2022-04-06T06:00:53.000Z'],
    [1_700_000_000, '2023-11-14T22:13:20.000Z'],
    [1_700_000_000_000, '2023-11-14T22:13:20.000Z'],
    [1.5, '1970-01-01T00:00:01.500Z'],
  ])('reads %s', (given, expected) => {
    expect(new Date(parseTime(given) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each(['', 'soon', '2017-13-45T99:00:00Z', '0001-01-01T00:00:00Z', -1, 1e300, null, {}])(
    'finds no time in %j',
    (given) => {
      expect(parseTime(given)).toBeUndefined();
    },
  );
});
