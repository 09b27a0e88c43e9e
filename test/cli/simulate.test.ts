import path from 'node:path';
import { expect, test } from 'vitest';
import { configText, folderOf, jsonLines, posted } from '../simulate/support/told.ts';
import { tocsin } from './support/tocsin.ts';

const folder = folderOf({
  'tocsin.yaml': configText(),
  'events.jsonl': jsonLines([posted(0, 'a'), posted(3.5, '-a')]),
  'wrong.jsonl': 'no\n',
  'wrong.yaml': 'route: { receiver: nobody }\n',
});
const at = (name: string) => path.join(folder, name);

test('people get a timeline and what it comes to', async () => {
  const args = ['simulate', '--config', at('tocsin.yaml'), '--input', at('events.jsonl')];
  const { status, stdout, stderr } = await tocsin(args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.split('\n').map((line) => line.trim().replaceAll(/ +/gu, ' '))).toEqual([
    '1 firing team webhook send {} 1 firing (first notification)',
    '4 resolved team webhook send {} 1 resolved (all resolved)',
    '',
    '2 events in 4 s, 2 notifications',
    'team: 2',
    '',
  ]);
});

test.each([
  ['no input', ['--config', at('tocsin.yaml')], /--input <file>/u],
  ['no config', ['--input', at('events.jsonl')], /name the config/u],
  [
    'a time that is none',
    ['--config', at('tocsin.yaml'), '--input', at('events.jsonl'), '--until', 'soon'],
    /Write seconds/u,
  ],
  [
    'a time in another form',
    ['--config', at('tocsin.yaml'), '--input', at('events.jsonl'), '--until', '2026-01-05'],
    /Write seconds/u,
  ],
  [
    'a time in another form than the input',
    ['--config', at('tocsin.yaml'), '--input', at('events.jsonl'), '--until', '2026-01-05T10:00Z'],
    /--until is ISO 8601/u,
  ],
])('%s is wrong usage', async (_, args, words) => {
  const { status, stdout, stderr } = await tocsin(['simulate', ...args], { cwd: folderOf({}) });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(words);
});

test.each([
  [
    'the input',
    at('tocsin.yaml'),
    at('wrong.jsonl'),
    /wrong\.jsonl:1: the line is not valid JSON/u,
  ],
  ['the config', at('wrong.yaml'), at('events.jsonl'), /wrong\.yaml:1:\d+: .*nobody/u],
])('what is wrong with %s ends it with 1', async (_, config, input, words) => {
  const { status, stderr } = await tocsin(['simulate', '--config', config, '--input', input]);
  expect(status).toBe(1);
  expect(stderr).toMatch(words);
});

test('its help has an example and says where it ends', async () => {
  const { status, stdout } = await tocsin(['simulate', '--help']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/tocsin simulate --config tocsin\.yaml --input events\.jsonl/u);
  expect(stdout).toMatch(/at most a week/u);
});
