import { expect, test } from 'vitest';
import { matcher, matcherText, matchesAll, type MatcherOperator } from '../../src/alert/matcher.ts';

function matches(operator: MatcherOperator, value: string, label: string | undefined): boolean {
  return matcher('x', operator, value).matches(label === undefined ? {} : { x: label });
}

test('= and != compare the value; a missing label is the empty string', () => {
  expect(matches('=', 'a', 'a')).toBe(true);
  expect(matches('=', 'a', 'A')).toBe(false);
  expect(matches('=', '', undefined)).toBe(true);
  expect(matches('!=', 'a', undefined)).toBe(true);
  expect(matches('!=', 'a', 'a')).toBe(false);
});

test('regular expressions are anchored at both ends', () => {
  expect(matches('=~', 'api|web', 'api')).toBe(true);
  expect(matches('=~', 'api|web', 'api-2')).toBe(false);
  expect(matches('=~', 'api.*', 'api-2')).toBe(true);
  expect(matches('=~', '.*', undefined)).toBe(true);
  expect(matches('!~', 'api.*', 'api-2')).toBe(false);
  expect(matches('!~', 'api.*', undefined)).toBe(true);
});

test('regular expressions run in linear time', () => {
  expect(matches('=~', '(a+)+b', 'a'.repeat(20_000))).toBe(false);
});

test('names that every object has are labels like others', () => {
  expect(matcher('toString', '=', '').matches({})).toBe(true);
  expect(matcher('__proto__', '=', '').matches({})).toBe(true);
});

test('all of several must hold; none at all hold for everything', () => {
  const both = [matcher('x', '=', '1'), matcher('y', '=', '2')];
  expect(matchesAll(both, { x: '1', y: '2' })).toBe(true);
  expect(matchesAll(both, { x: '1' })).toBe(false);
  expect(matchesAll([], {})).toBe(true);
});

test('a matcher is written as people write it', () => {
  expect(matcherText(matcher('severity', '=~', 'a"b'))).toBe('severity=~"a\\"b"');
});

test('a severity is the same by whichever of its words it is asked for', () => {
  const holds = (operator: '=' | '!=' | '=~' | '!~', value: string, severity: string) =>
    matcher('severity', operator, value).matches({ severity });
  expect(holds('=', 'page', 'critical')).toBe(true);
  expect(holds('!=', 'Sev 1', 'critical')).toBe(false);
  expect(holds('=~', 'page|low', 'info')).toBe(true);
  expect(holds('!~', 'page|low', 'info')).toBe(false);
  expect(holds('=~', 'warn.*', 'warning')).toBe(true);
  expect(holds('=', 'page', 'error')).toBe(false);
  expect(holds('=', 'none', 'none')).toBe(true);
  expect(matcher('level', '=', 'page').matches({ level: 'critical' })).toBe(false);
});
