import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { problemLines } from './problem-lines.ts';

const TOKEN = 'a-token-of-24-characters';
const RANDOM = 'write a random one, such as `openssl rand -hex 24` makes';

test('the token of the pages may be in a file, and is a secret', () => {
  const text = 'web: { token: { file: token } }';
  const { config } = loadConfig({ text, env: {}, readFile: () => `${TOKEN}\n` });
  expect(config?.web?.token).toBe(TOKEN);
  expect(config === undefined ? [] : secretsOf(config)).toContain(TOKEN);
});

test.each([
  ['short', ' is shorter than 16 characters'],
  ['sixteen characters with spaces', ': there is a space in it'],
])('the token %j is refused', (token, why) => {
  expect(problemLines(`web: { token: "${token}" }`)).toEqual([
    `t.yaml:1:15: web.token${why}; ${RANDOM}`,
  ]);
});

test('a token that is not set is missed', () => {
  expect(problemLines('web: { token: "${WEB}" }')).toEqual([
    't.yaml:1:15: warning: web.token: ${WEB} is not set; set WEB, or write ${WEB:-} to leave it empty',
  ]);
  expect(problemLines('web: {}')).toEqual(['t.yaml:1:6: web.token is missing; add token: ${NAME}']);
});
