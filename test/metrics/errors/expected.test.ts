import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedBy, USUALLY_EXPECTED } from '../../../src/metrics/errors/expected.ts';

test('what was not found is expected without a word about it; what only sounds like it is not', () => {
  const isExpected = expectedBy(USUALLY_EXPECTED);
  const of = (type: string, title = `${type}: x`) => isExpected({ type, title });
  expect(of('Http404')).toBe(true);
  expect(of('NotFoundError')).toBe(true);
  expect(of('AxiosError', 'AxiosError: Request failed with status code 404')).toBe(true);
  expect(of('HTTPError', 'HTTPError: 404 Not Found for url: https://a.example')).toBe(true);
  expect(of('ModuleNotFoundError')).toBe(false);
  expect(of('ResourceNotFoundException')).toBe(false);
  expect(of('Error', 'Error: order 404123 is late')).toBe(false);
});

test('a name is held against the whole, whatever its case, and a star stands for anything', () => {
  const isExpected = expectedBy(['payment*declined', 'Aborted']);
  expect(isExpected({ type: 'PaymentWasDeclined', title: '' })).toBe(true);
  expect(isExpected({ type: 'PaymentDeclined', title: '' })).toBe(true);
  expect(isExpected({ type: 'PaymentDeclinedTwice', title: '' })).toBe(false);
  expect(isExpected({ type: 'Error', title: 'aborted' })).toBe(true);
  expect(expectedBy(['ab*ba'])({ type: 'aba', title: '' })).toBe(false);
  expect(expectedBy([])({ type: 'Http404', title: '' })).toBe(false);
});

test('names mean what the regular expression with .* for each star means', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(name, text, (written, type) => {
      const same = new RegExp(`^${written.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`);
      expect(expectedBy([written])({ type, title: type })).toBe(same.test(type));
    }),
    { numRuns: 500 },
  );
});
