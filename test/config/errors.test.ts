import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { problemLines } from './problem-lines.ts';

function read(text: string) {
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return config;
}

test('an organization is at sentry.io unless told, and all its projects are looked at', () => {
  const config = read('errors: { sentry: { token: sntryu_1, organization: shop } }');
  expect(config.errors).toEqual({
    sentry: { url: 'https://sentry.io', token: 'sntryu_1', organization: 'shop', projects: [] },
  });
  expect(secretsOf(config)).toContain('sntryu_1');
  const own =
    'errors: { sentry: { url: "https://sentry.example.com/", token: t, organization: o } }';
  expect(read(own).errors.sentry?.url).toBe('https://sentry.example.com');
  expect(read('{}').errors).toEqual({});
});

test('check says what is wrong with it, and what to write', () => {
  const sentry = (rest: string) => problemLines(`errors: { sentry: { token: t, ${rest} } }`)[0];
  expect(sentry('projects: []')).toContain('organization is missing; add organization: my-company');
  expect(sentry('organization: My Shop')).toContain(
    '"My Shop" is no name in Sentry’s addresses; write it as the address of its page has it, such as my-company',
  );
  expect(sentry('organization: o, projects: [Web Shop]')).toContain('such as web');
  expect(sentry('organization: o, url: sentry.io')).toContain(
    'write a URL such as https://sentry.io',
  );
  expect(sentry('organization: o, url: "https://s.example/api/0/"')).toContain(
    'errors.sentry.url has /api/0 at its end; write https://s.example',
  );
  expect(sentry('organization: o, url: "https://a:b@s.example"')).toContain(
    'the address has credentials in it; write token: … beside it',
  );
  expect(problemLines('errors: { sentry: { organization: o } }')[0]).toContain('token is missing');
});
