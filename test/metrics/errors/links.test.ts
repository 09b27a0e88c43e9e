import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextCursor } from '../../../src/metrics/errors/sentry/links.ts';

const link = (rel: string, results: boolean, cursor: string) =>
  `<https://sentry.io/api/0/organizations/shop/issues/?&cursor=${cursor}>; rel="${rel}"; results="${results}"; cursor="${cursor}"`;

test('the next page is where the link to it says that there are results', () => {
  const pages = (has: boolean) =>
    `${link('previous', true, '0:0:1')}, ${link('next', has, '0:100:0')}`;
  expect(nextCursor(pages(true))).toBe('0:100:0');
  expect(nextCursor(pages(false))).toBeUndefined();
  expect(nextCursor(undefined)).toBeUndefined();
  expect(nextCursor('<https://sentry.io>; rel="next"; results="true"')).toBeUndefined();
});

test('of links in any order, with any addresses, it is found; of no text it takes harm', () => {
  const address = fc.string({ maxLength: 40 }).filter((text) => !/[<>]/u.test(text));
  const cursor = fc.stringMatching(/^\d{1,10}:\d{1,6}:[01]$/);
  fc.assert(
    fc.property(address, cursor, cursor, fc.boolean(), (url, next, previous, isFirst) => {
      const links = [
        `<${url}>; rel="next"; results="true"; cursor="${next}"`,
        `<${url}>; cursor="${previous}"; results="true"; rel="previous"`,
      ];
      expect(nextCursor((isFirst ? links : links.toReversed()).join(', '))).toBe(next);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect([undefined, 'string']).toContain(nextCursor(text) && typeof nextCursor(text));
    }),
  );
});
