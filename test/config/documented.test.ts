import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DESCRIPTIONS } from '../../src/config/descriptions.ts';
import { isInEffect } from '../../src/config/not-in-effect.ts';

test('docs/configuration.md names every key that has an effect', async () => {
  const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const named = new Set(
    [...page.matchAll(/`([^`\n]+)`/gu)].flatMap(([, code = '']) => code.split(/[.[\]]+/u)),
  );
  const missing = Object.keys(DESCRIPTIONS)
    .filter((key) => ancestors(key).every(isInEffect))
    .filter((key) => !named.has(key.replaceAll('[]', '').split('.').at(-1) ?? ''));
  expect(missing).toEqual([]);
});

/** A key and all it lies in, as patterns of the table of what has no effect. */
function ancestors(key: string): readonly string[] {
  const parts = key.replaceAll('[]', '.*').split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
