import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { createKnownAlerts } from '../../src/store/redis/known-alerts.ts';
import { encode } from '../../src/store/redis/record.ts';
import { alertOf } from '../contract/records.ts';

const textOf = (alert: Alert, version: number) => encode(version, alert);

test('an alert that stayed as it was is not parsed again', () => {
  const known = createKnownAlerts(10_000);
  const first = known.read('a', textOf(alertOf('a'), 17));
  expect(first).toEqual({ version: 17, value: alertOf('a') });
  expect(known.read('a', textOf(alertOf('a'), 17))).toBe(first);
});

test('nor is one that was written here', () => {
  const known = createKnownAlerts(10_000);
  const written = { version: 17, value: alertOf('a') };
  known.wrote('a', textOf(alertOf('a'), 17), written);
  expect(known.read('a', textOf(alertOf('a'), 17))).toBe(written);
});

test('one that changed, or is gone, is not taken for what it was', () => {
  const known = createKnownAlerts(10_000);
  known.read('a', textOf(alertOf('a'), 17));
  const changed = { ...alertOf('a'), annotations: { summary: 'worse' } };
  expect(known.read('a', textOf(changed, 18))).toEqual({ version: 18, value: changed });
  expect(known.read('a', null)).toEqual({ version: 0, value: undefined });
});

test('so many are kept as have room, those that were asked for last', () => {
  const long = (name: string) =>
    textOf(alertOf(name, { annotations: { summary: 'x'.repeat(600) } }), 17);
  const known = createKnownAlerts(1_900);
  const [a, b] = [known.read('a', long('a')), known.read('b', long('b'))];
  expect(known.read('a', long('a'))).toBe(a);
  known.read('c', long('c'));
  expect(known.read('a', long('a'))).toBe(a);
  expect(known.read('b', long('b'))).not.toBe(b);
});
