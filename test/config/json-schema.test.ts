import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { DESCRIPTIONS } from '../../src/config/descriptions.ts';
import { configJsonSchema, keysIn } from '../../src/config/json-schema.ts';

const schema = configJsonSchema();
const validator = z.fromJSONSchema(schema);

/** Whether an editor would have nothing against it. */
function passes(text: string): boolean {
  return validator.safeParse(parse(text)).success;
}

test('every key is described, and nothing that is no key', () => {
  const paths = [...keysIn(schema)].map(([path]) => path);
  expect(paths.toSorted()).toEqual(Object.keys(DESCRIPTIONS).toSorted());
  for (const [path, key] of keysIn(schema)) expect(key.description).toBe(DESCRIPTIONS[path]);
});

test('the sample config passes, and so do the empty one and values from the environment', () => {
  const sample = new URL('../../tocsin.example.yaml', import.meta.url);
  expect(passes(readFileSync(sample, 'utf8'))).toBe(true);
  expect(passes('{}')).toBe(true);
  expect(passes('insufficient_data: { policy: "${POLICY}", after: "${AFTER:-5m}" }')).toBe(true);
  expect(passes('slack: { bot_token: { file: /run/secrets/slack } }')).toBe(true);
});

test.each([
  ['an unknown key', 'slak: {}'],
  ['an unknown key deep inside', 'route: { routes: [ { recieiver: ops } ] }'],
  ['a number for a duration', 'resolve_timeout: 5'],
  ['a duration without a unit that exists', 'resolve_timeout: 5 minutes'],
  ['a word that is none of the few', 'insufficient_data: { policy: panic }'],
  ['a receiver without a name', 'receivers: [ { slack: [ { channel: "#ops" } ] } ]'],
])('%s does not pass', (_, text) => {
  expect(passes(text)).toBe(false);
});
