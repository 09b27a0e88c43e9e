import { expect, test } from 'vitest';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { groupKey, isOutstanding } from '../../src/alert/group.ts';

test('a fingerprint is the same whatever the order of the labels, empty ones left out', () => {
  expect(fingerprint({ a: '1', b: '2' })).toBe(fingerprint({ b: '2', a: '1', c: '' }));
  expect(fingerprint({ a: '1' })).toMatch(/^[0-9a-f]{16}$/);
});

test('labels that differ in how they are cut have different fingerprints', () => {
  expect(fingerprint({ a: '1', b: '2' })).not.toBe(fingerprint({ a: '1b', '2': '' }));
  expect(fingerprint({ ab: 'c' })).not.toBe(fingerprint({ a: 'bc' }));
  expect(fingerprint({ a: '"],["b","2' })).not.toBe(fingerprint({ a: '', b: '2' }));
});

test('a group is its route and the labels it is grouped by', () => {
  expect(groupKey('page', { team: 'red' })).not.toBe(groupKey('page', { team: 'blue' }));
  expect(groupKey('page', { team: 'red' })).not.toBe(groupKey('ops', { team: 'red' }));
  expect(groupKey('page', { team: 'red', region: '' })).toBe(groupKey('page', { team: 'red' }));
});

test('a delivery is outstanding while a notification is due or an older picture is shown', () => {
  const due = { at: 0, reason: 'repeat', traceId: '', receivedAt: 0 } as const;
  expect(isOutstanding({ wanted: 1, shown: 1 })).toBe(false);
  expect(isOutstanding({ wanted: 2, shown: 1 })).toBe(true);
  expect(isOutstanding({ wanted: 1, shown: 1, due })).toBe(true);
});

test('labels that a program posts are never the identity of an alarm', () => {
  const labels = { account: '111122223333', region: 'us-east-1', alertname: 'orders-5xx' };
  expect(fingerprint(labels)).not.toBe(fingerprint(labels, 'cloudwatch'));
});
