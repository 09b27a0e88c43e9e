import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DESCRIPTIONS } from '../../src/config/descriptions.ts';

test('docs/configuration.md names every key', async () => {
  const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const named = new Set(
    [...page.matchAll(/`([^`\n]+)`/gu)].flatMap(([, code = '']) => code.split(/[.[\]]+/u)),
  );
  const missing = Object.keys(DESCRIPTIONS).filter(
    (key) => !named.has(key.replaceAll('[]', '').split('.').at(-1) ?? ''),
  );
  expect(missing).toEqual([]);
});
