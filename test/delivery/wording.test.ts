import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spanOf } from '../../src/alert/span.ts';
import { count, nameOf, placeOf, shorten, titleOf } from '../../src/delivery/wording.ts';
import { sampleAlert, sampleView } from './support/views.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a length of time', () => {
  test.each([
    [-5 * MINUTE, '0 s'],
    [0, '0 s'],
    [499, '0 s'],
    [59.4 * SECOND, '59 s'],
    [59.6 * SECOND, '1 min'],
    [19 * MINUTE, '19 min'],
    [59.9 * MINUTE, '1 h'],
    [3 * HOUR + 5 * MINUTE, '3 h 5 min'],
    [DAY - 1, '1 d'],
    [2 * DAY + 4 * HOUR + 59 * MINUTE, '2 d 4 h'],
  ])('of %d ms is said in its two largest units: %s', (milliseconds, words) => {
    expect(spanOf(milliseconds)).toBe(words);
  });

  test('never names sixty of anything', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * DAY }), (milliseconds) => {
        expect(spanOf(milliseconds)).not.toMatch(/\b60 (s|min)\b|\b24 h\b/);
      }),
    );
  });
});

describe('a text that is too long', () => {
  test('is cut at a word where there is one', () => {
    expect(shorten('the database is on fire', 16)).toBe('the database is…');
    expect(shorten('Donaudampfschifffahrt', 10)).toBe('Donaudamp…');
    expect(shorten('short', 5)).toBe('short');
  });

  test('counts only what people see, and has nothing else', () => {
    expect(shorten('\u202Esh\u200Bo\u0000t', 5)).toBe('sho t');
  });

  test('never ends in half a character', () => {
    expect(shorten('ab🔥', 3)).toBe('ab…');
    expect(shorten('ab🔥🔥', 5)).toBe('ab🔥…');
  });

  test('is within its limit and well-formed, whatever stands in it', () => {
    const unit = fc.constantFrom('a', ' ', '🔥', '\uD83D', '\uDD25', 'é', '\n', 'שלום');
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 60 }),
        fc.integer({ min: 2, max: 40 }),
        (text, limit) => {
          const short = shorten(text, limit);
          expect(short.length).toBeLessThanOrEqual(limit);
          expect(short.isWellFormed()).toBe(true);
          const fits = text.isWellFormed() && text.length <= limit;
          expect(short === text || !fits).toBe(true);
        },
      ),
    );
  });
});

describe('the title of a group', () => {
  test('is the alarm, then what it is grouped by', () => {
    const labels = { alertname: 'High error rate', service: 'orders-api', region: 'us-east-1' };
    expect(titleOf(sampleView({ labels }))).toBe('High error rate · orders-api');
  });

  test('is what several alarms have in common', () => {
    const alerts = [{ name: 'High error rate' }, { name: 'Slow checkout' }];
    expect(titleOf(sampleView({ labels: { service: 'orders-api' }, alerts }))).toBe('orders-api');
  });

  test('is the worst alarm where several have nothing in common', () => {
    const alerts = [{ name: 'Disk nearly full', severity: 'info' as const }, { name: 'Outage' }];
    expect(titleOf(sampleView({ alerts }))).toBe('Outage');
  });

  test('says nothing twice, is one line, and is never empty', () => {
    const labels = { service: 'orders', app: 'orders', stage: '' };
    expect(titleOf(sampleView({ labels, alerts: [{ name: 'orders' }] }))).toBe('orders');
    expect(titleOf(sampleView({ alerts: [{ name: ' two\n lines ' }] }))).toBe('two lines');
    expect(titleOf(sampleView({ alerts: [{ name: '' }] }))).toBe('Alert');
    expect(titleOf(sampleView({ alerts: [{ name: '\u200B' }] }))).toBe('Alert');
    expect(titleOf(sampleView({ alerts: [] }))).toBe('Alert');
  });
});

test('places are said once, and not more than three of them', () => {
  const at = (account: string) => ({ labels: { account } });
  const alerts = [at('1'), at('1'), at('2'), at('3'), at('4')];
  expect(placeOf(sampleView({ alerts }))).toBe('1 us-east-1, 2 us-east-1, 3 us-east-1');
  expect(placeOf(sampleView({ alerts: [{ labels: { account: '', region: '' } }] }))).toBe('');
});

test('nouns follow their number, and an alert always has a name', () => {
  expect([count(1, 'alert'), count(0, 'alert')]).toEqual(['1 alert', '0 alerts']);
  expect(nameOf({ alert: sampleAlert({ name: '' }) })).toBe('alert');
});
