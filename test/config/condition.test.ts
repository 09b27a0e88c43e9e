import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../src/config/condition.ts';
import { Mistake } from '../../src/config/mistake.ts';
import { mistakeOr } from './mistake-or.ts';

const lambda = {
  labels: { namespace: 'AWS/Lambda', alertname: 'errors' },
  value: 120,
  threshold: 10,
};
const bare = { labels: {}, value: undefined, threshold: undefined };

describe('a condition that holds', () => {
  test.each([
    'labels.namespace == "AWS/Lambda" && value > 100.0',
    'value > 100',
    '100 < value',
    'value == 120',
    'value != 121',
    'value >= threshold * 12',
    'value / (value + 80) * 100 > 5',
    'value - 20 - 30 == 70',
    'value - (20 - 30) == 130',
    '1 / 2 > 0.4',
    'value % 7 == 1',
    '-5 < value',
    'value in [1, 120]',
    'value > 0x10',
    'int(value) == 120',
    'size(labels.alertname) == 6',
    'size(labels.alertname) in [5, 6]',
    'value > size(labels.alertname)',
    'labels["alertname"] == "errors"',
    'labels.alertname.substring(1) == "rrors"',
    'labels.alertname.matches("^err")',
    '[1, 2][0] == 1',
    '"namespace" in labels && !("team" in labels)',
    'has(labels.namespace) && !has(labels.team)',
    'labels.exists(name, labels[name] == "errors")',
    'value > 1000 ? false : true',
    'labels.team != "data"',
    'labels.team == ""',
  ])('%s', (text) => {
    expect(compileCondition(text)(lambda)).toBe(true);
  });
});

describe('a figure or label that is missing makes the condition false, not a failure', () => {
  test.each([
    'value > 100',
    'value <= 100',
    '!(value > 100)',
    'value > threshold',
    'labels.namespace == "AWS/Lambda"',
    'labels["namespace"].startsWith("AWS")',
  ])('%s', (text) => {
    expect(compileCondition(text)(bare)).toBe(false);
  });

  test('but the other side of an "or" still counts', () => {
    const condition = compileCondition('value > 100 || labels.team == ""');
    expect(condition(bare)).toBe(true);
  });
});

describe('what fails while it runs is said in one line', () => {
  test.each([
    ['timestamp(labels.at) < timestamp("2026-01-01T00:00:00Z")', /timestamp/],
    ['double(labels.latency) > 1.5', /cannot convert to double/],
    ['labels.namespace.matches(labels.pattern + "(")', /missing closing \)/],
  ])('%s', (text, why) => {
    expect(() => compileCondition(text)(bare)).toThrow(why);
    expect(() => compileCondition(text)(bare)).not.toThrow(/\n/);
  });
});

describe('is refused when it is loaded', () => {
  test.each([
    [
      'valeu > 1',
      '"valeu" is not a variable',
      'write value; there are labels, value and threshold',
    ],
    [
      'foo > 1',
      '"foo" is not a variable',
      'write labels.foo; there are labels, value and threshold',
    ],
    ['value', 'the condition gives double, not true or false', example()],
    ['dyn(value)', 'the condition gives dyn, not true or false', example()],
    ['value >', '"value >" can\'t be read as a condition (Unexpected token: EOF)', example()],
    ['', '"" can\'t be read as a condition (Unexpected token: EOF)', example()],
    [
      'labels.a > 5',
      '"labels.a > 5" can\'t be read as a condition (these types do not go together: string > double)',
      example(),
    ],
    [
      'labels.a.matches("(")',
      '"(" is not a regular expression (missing closing ): `(`)',
      'write it in RE2 syntax, with a backslash before characters meant literally',
    ],
  ])('%s', (text, message, hint) => {
    expect(() => compileCondition(text)).toThrow(expect.objectContaining({ message, hint }));
  });

  function example(): string {
    return 'write a condition such as labels.namespace == "AWS/Lambda" && value > 100';
  }
});

test('a pattern that would backtrack for ever answers at once', () => {
  const condition = compileCondition('labels.a.matches("^(a+)+$")');
  const started = performance.now();
  expect(condition({ ...bare, labels: { a: `${'a'.repeat(5000)}!` } })).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('labels named like properties of objects are labels', () => {
  const condition = compileCondition('labels.constructor == "" && labels["__proto__"] == ""');
  expect(condition(bare)).toBe(true);
});

test('any text gives a condition or a Mistake', () => {
  const word = fc.constantFrom('value', 'labels.a', '>', '==', '+', '1', '(', ')', '"x"', '!', '[');
  const text = fc.oneof(
    fc.string(),
    fc.array(word).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(text, (input) => {
      const result = mistakeOr(() => compileCondition(input)(lambda));
      expect(result instanceof Mistake || typeof result === 'boolean').toBe(true);
    }),
    { numRuns: 500 },
  );
});
