import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { filled, unknownPlaceholders } from '../../../src/runbooks/retraining/fill.ts';

test('placeholders are filled in wherever a text is, and in no key', () => {
  const value = {
    name: 'train-{model}-{version}',
    list: ['{reason}', 1, true, null],
    '{model}': { deep: '{date}' },
  };
  const facts = { model: 'churn', version: '7', reason: 'it drifts', date: '2026-10-01' };
  expect(filled(value, facts)).toEqual({
    name: 'train-churn-7',
    list: ['it drifts', 1, true, null],
    '{model}': { deep: '2026-10-01' },
  });
});

test('what stands for a placeholder stays a text, and is not filled in itself', () => {
  const evil = '"}, "admin": true, "x": {"y": "{model} $& $1';
  expect(filled({ note: 'why: {reason}' }, { reason: evil, model: 'churn' })).toEqual({
    note: `why: ${evil}`,
  });
});

test('braces around anything else, and names of what is in every object, are left alone', () => {
  const value = { text: '{"a": 1} { model } {constructor} {nobody}' };
  expect(filled(value, { model: 'churn' })).toEqual(value);
  expect(unknownPlaceholders(value, ['model'])).toEqual(['constructor', 'nobody']);
});

test('the structure of any value is the same whatever is filled in', () => {
  const shape = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'string' ? '' : one)));
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, reason) => {
      const whole = { texts: ['{reason}'], value };
      expect(shape(filled(whole, { reason }))).toEqual(shape(whole));
      expect(filled(whole, { reason }).texts).toEqual([reason]);
    }),
  );
});
