import { expect, test } from 'vitest';
import { labelTexts } from '../../../../src/metrics/sources/prometheus/label-text.ts';

/** A second for each of them, when every name was looked for in every series. */
test('what many series with names of their own are called is known in no time', () => {
  const all = Array.from({ length: 100_000 }, (_, index) => ({ [`label${index}`]: 'x' }));
  const texts = labelTexts(all, 'up');
  expect([texts[0], texts.at(-1)]).toEqual(['label0=x', 'label99999=x']);
});

test('a name that is only in some series sets them apart', () => {
  const all = [{ job: 'a', zone: '1' }, { job: 'a' }];
  expect(labelTexts(all, 'up')).toEqual(['zone=1', 'up']);
});
