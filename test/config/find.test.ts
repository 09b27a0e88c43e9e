import { expect, test } from 'vitest';
import { findConfig } from '../../src/config/find.ts';

const always = () => true;
const never = () => false;

test('the config is the named one, else the one of the environment, else ./tocsin.yaml', () => {
  expect(findConfig('a.yaml', { TOCSIN_CONFIG: 'b.yaml' }, always)).toBe('a.yaml');
  expect(findConfig(undefined, { TOCSIN_CONFIG: 'b.yaml' }, always)).toBe('b.yaml');
  expect(findConfig(undefined, { TOCSIN_CONFIG: '' }, always)).toBe('./tocsin.yaml');
  expect(findConfig(undefined, {}, never)).toBeUndefined();
});

test('a named file is not swapped for another when it is not there', () => {
  expect(findConfig('a.yaml', {}, never)).toBe('a.yaml');
});
