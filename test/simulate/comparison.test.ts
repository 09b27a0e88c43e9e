import path from 'node:path';
import { expect, test } from 'vitest';
import { tocsin } from '../cli/support/tocsin.ts';
import { folderOf, jsonLines, posted } from './support/told.ts';

const config = (routes: string) => `route:
  receiver: team
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1m
${routes}
receivers:
  - name: team
    slack: [{ channel: '#ops' }]
  - name: page
    slack: [{ channel: '#incidents', mention: '<!here>' }]
    pagerduty: [{ routing_key: 0123456789abcdef0123456789abcdef }]
  - name: loud
    slack: [{ channel: '#loud', mention: '<!here>' }]
`;

const folder = folderOf({
  'old.yaml': config(`  routes:
    - { matchers: ['alertname="b"'], receiver: page }
    - { matchers: ['alertname="d"'], receiver: team, repeat_interval: 10m }`),
  'new.yaml': config(`  routes:
    - { matchers: ['alertname="a"'], receiver: page }
    - { matchers: ['alertname="c"'], receiver: loud }`),
  'events.jsonl': jsonLines([posted(0, 'a', 'b', 'c', 'd'), posted(1800, '-a', '-b', '-c', '-d')]),
});
const at = (name: string) => path.join(folder, name);
const files = ['--compare', at('old.yaml'), at('new.yaml'), '--input', at('events.jsonl')];

test('what two configs make of the same events is held against each other', async () => {
  const { status, stdout, stderr } = await tocsin(['simulate', ...files, '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    events: 2,
    notifications: { old: 11, new: 9 },
    pages: { old: 1, new: 1 },
    mentions: { old: 1, new: 2 },
    receivers: [
      {
        receiver: 'loud',
        notifications: { old: 0, new: 2 },
        mentions: { old: 0, new: 1 },
        pages: { old: 0, new: 0 },
      },
      {
        receiver: 'page',
        notifications: { old: 3, new: 3 },
        mentions: { old: 1, new: 1 },
        pages: { old: 1, new: 1 },
      },
      {
        receiver: 'team',
        notifications: { old: 8, new: 4 },
        mentions: { old: 0, new: 0 },
        pages: { old: 0, new: 0 },
      },
    ],
    more: expect.arrayContaining([
      { receiver: 'page', alarm: 'a', old: 0, new: 3 },
      { receiver: 'loud', alarm: 'c', old: 0, new: 2 },
    ]),
    less: expect.arrayContaining([{ receiver: 'page', alarm: 'b', old: 3, new: 0 }]),
    louder: [
      { alarm: 'a', old: 'message', new: 'page' },
      { alarm: 'c', old: 'message', new: 'mention' },
    ],
    quieter: [{ alarm: 'b', old: 'page', new: 'message' }],
    noisiest: expect.arrayContaining([{ alarm: 'a', old: 2, new: 3 }]),
  });
});

test('people get the totals, then what changed, the largest changes first', async () => {
  const { stdout } = await tocsin(['simulate', ...files]);
  const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/ +/gu, ' '));
  expect(lines[0]).toMatch(/old\.yaml → .*new\.yaml: 2 events in 30 min$/u);
  expect(lines).toEqual(
    expect.arrayContaining([
      'page 3 3 0 mentions 1 → 1, pages 1 → 1',
      'all 11 9 -2 mentions 1 → 2, pages 1 → 1',
      'told more:',
      'a to page: 0 → 3',
      'told less:',
      'louder:',
      'a: message → page',
      'quieter:',
      'b: page → message',
      'the noisiest alarms:',
    ]),
  );
});

test.each([
  [['--compare', at('old.yaml'), '--input', at('events.jsonl')], /takes two configs/u],
  [[...files, '--config', at('old.yaml')], /leave --config out/u],
])('wrong usage says what is right: %j', async (args, words) => {
  const { status, stderr } = await tocsin(['simulate', ...args]);
  expect(status).toBe(2);
  expect(stderr).toMatch(words);
});
