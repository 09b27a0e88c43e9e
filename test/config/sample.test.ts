import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { noFile } from './problem-lines.ts';

const sample = readFileSync(new URL('sample.yaml', import.meta.url), 'utf8');
const env = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  PD_ROUTING_KEY: '0123456789abcdef0123456789abcdef',
};

test('a config that uses everything has no problems', () => {
  const { config, problems } = loadConfig({
    text: sample,
    env,
    readFile: () => 's3cret-of-16-chars',
  });
  expect(problems).toEqual([]);
  expect(config?.severities.critical.response).toBe(900_000);
  expect(config?.time_intervals[0]?.time_intervals[0]).toMatchObject({
    weekdays: [{ start: 1, end: 5 }],
    times: [{ start_time: 540, end_time: 1050 }],
    location: 'Europe/Berlin',
  });
});

test('the example that is shipped has no problem but secrets that are not set', () => {
  const text = readFileSync(new URL('../../tocsin.example.yaml', import.meta.url), 'utf8');
  const unset = loadConfig({ text, env: {}, readFile: noFile });
  expect(unset.config).toBeDefined();
  expect(new Set(unset.problems.map((one) => one.kind))).toEqual(new Set(['missing-secret']));
  const names = [...text.matchAll(/^[^#]*\$\{(\w+)\}/gm)].map((found) => found[1] ?? '');
  const set = Object.fromEntries(names.map((name) => [name, env.PD_ROUTING_KEY]));
  expect(loadConfig({ text, env: set }).problems).toEqual([]);
});
