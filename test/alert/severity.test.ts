import { expect, test } from 'vitest';
import {
  compareSeverity,
  parseSeverity,
  readSeverity,
  severityWords,
  priorityOf,
  SEVERITIES,
  worst,
} from '../../src/alert/severity.ts';

test.each([
  ['critical', 'critical'],
  [' P0 ', 'critical'],
  ['SEV1', 'critical'],
  ['Sev-1', 'critical'],
  ['p_2', 'warning'],
  ['high', 'error'],
  ['p1', 'error'],
  ['medium', 'warning'],
  ['Low', 'info'],
])('%s is %s', (word, severity) => {
  expect(parseSeverity(word)).toBe(severity);
});

test('a word that is not on the ladder is none', () => {
  expect(parseSeverity('urgent-ish')).toBeUndefined();
  expect(parseSeverity('')).toBeUndefined();
  expect(parseSeverity('constructor')).toBeUndefined();
});

test('the worst comes first', () => {
  expect(['info', 'critical', 'warning', 'error'].toSorted()).not.toEqual([...SEVERITIES]);
  expect((['info', 'critical', 'warning', 'error'] as const).toSorted(compareSeverity)).toEqual([
    ...SEVERITIES,
  ]);
  expect(worst(['info', 'error', 'warning'])).toBe('error');
  expect(worst([])).toBeUndefined();
  expect(SEVERITIES.map(priorityOf)).toEqual(['P0', 'P1', 'P2', 'P3']);
});

test('what somebody wrote is a severity, or a word that is kept to be named', () => {
  expect(readSeverity('SEV-1')).toEqual({ severity: 'critical' });
  expect(readSeverity(' Sev9 ')).toEqual({ unknownSeverity: 'Sev9' });
  expect(readSeverity('x'.repeat(1000)).unknownSeverity).toHaveLength(40);
  expect(readSeverity(' ')).toEqual({});
  expect(readSeverity(undefined)).toEqual({});
});

test('the words of the ladder are listed with their aliases', () => {
  expect(severityWords()).toBe(
    'critical (p0, page, sev0, sev1), error (p1, high, severe), ' +
      'warning (p2, medium, moderate), info (p3, low, minor)',
  );
});
