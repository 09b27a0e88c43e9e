import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tocsin } from './support/tocsin.ts';

const CONFIG = `
classify:
  - { matchers: ['alertname="slow"'], when: 'double(labels.latency) > 1.5', severity: critical }
  - { matchers: ['alertname=~"orders-.*"'], severity: error, labels: { team: shop } }
route:
  receiver: ops
  group_by: [alertname]
  routes:
    - { id: audit, matchers: ['env="prod"'], receiver: audit, group_by: [], continue: true }
    - id: shop
      matchers: ['team="shop"']
      receiver: shop
      group_wait: 10s
      mute_time_intervals: [nights]
      routes:
        - { id: page, matchers: ['severity="critical"'], receiver: page, group_by: ['...'], escalation: slow }
    - { id: late, matchers: ['team=~"shop|ml"'], receiver: late }
receivers: [ { name: ops }, { name: audit }, { name: shop }, { name: page }, { name: late } ]
escalation: { slow: [ { after: 1h, notify: ops } ] }
time_intervals:
  - { name: nights, time_intervals: [ { times: [ { start_time: "00:00", end_time: "06:00" } ] } ] }
`;

let folder: string;
let config: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-routes-'));
  config = path.join(folder, 'tocsin.yaml');
  await writeFile(config, CONFIG);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const routes = (...args: readonly string[]) => tocsin(['routes', ...args, '--config', config]);

describe('tocsin routes show', () => {
  test('prints the tree with what each route inherits', async () => {
    const { status, stdout } = await routes('show');
    expect(status).toBe(0);
    const [root, ...lines] = stdout.trimEnd().split('\n');
    expect(root).toMatch(/^everything → ops {2}\(id \w+\)$/u);
    expect(lines).toEqual([
      '│  groups by alertname; wait 30s, interval 5m, repeat 4h',
      '├─ env="prod" → audit  (id audit)  and on to the next: continue',
      '│     one group; wait 30s, interval 5m, repeat 4h',
      '├─ team="shop" → shop  (id shop)',
      '│  │  groups by alertname; wait 10s, interval 5m, repeat 4h; muted in nights',
      '│  └─ severity="critical" → page  (id page)',
      '│        a group each set of labels; wait 10s, interval 5m, repeat 4h; escalates by slow',
      '└─ team=~"shop|ml" → late  (id late)',
      '      groups by alertname; wait 30s, interval 5m, repeat 4h',
    ]);
  });

  test('prints the same as JSON, in the words of the config', async () => {
    const { stdout } = await routes('show', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      receiver: 'ops',
      group_by: ['alertname'],
      repeat_interval: '4h',
      routes: [
        { id: 'audit', continue: true, group_by: [] },
        {
          id: 'shop',
          matchers: ['team="shop"'],
          mute_time_intervals: ['nights'],
          routes: [{ id: 'page', group_wait: '10s', group_by: ['...'], escalation: 'slow' }],
        },
        { id: 'late', receiver: 'late', routes: [] },
      ],
    });
  });
});

describe('tocsin routes test', () => {
  test('says where the alert goes, and what each route on the way said', async () => {
    const { status, stdout } = await routes('test', 'alertname=orders-5xx', 'env=prod');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'alert     {team="shop", alertname="orders-5xx", env="prod", severity="error"}',
      'severity  error: the rule classify[1] says so',
      '',
      '✓ everything: holds',
      '  ✓ env="prod": takes it (audit); continue: the next is asked too',
      '  ✓ team="shop": takes it (shop)',
      '    ✗ severity="critical": not severity="critical", for severity is "error"',
      '  · team=~"shop|ml": not asked, it is taken',
      '',
      expect.stringMatching(/^→ audit {2}route audit, group audit\.\w+ \{\}$/u),
      expect.stringMatching(/^→ shop {2}route shop, group shop\.\w+ \{alertname="orders-5xx"\}$/u),
    ]);
  });

  test('says the same as JSON', async () => {
    const { stdout } = await routes('test', '--json', 'alertname=a', 'team=shop', 'severity=P0');
    expect(JSON.parse(stdout)).toMatchObject({
      labels: { alertname: 'a', team: 'shop', severity: 'critical' },
      severity: 'critical',
      severity_from: 'the alert says so',
      receivers: ['page'],
      routes: [{ id: 'page', group_labels: { alertname: 'a', severity: 'critical' } }],
      path: {
        matches: true,
        takes: false,
        asked: [
          { id: 'audit', matches: false, failed: 'env="prod"', value: '' },
          { id: 'shop', asked: [{ id: 'page', takes: true }] },
        ],
        not_asked: ['late'],
      },
    });
  });

  test.each([
    [['team=none'], 'severity  warning: nobody says, and this is the default'],
    [['severity=loud'], 'severity  warning: "loud" is no severity, and this is the default'],
    [
      ['alertname=slow', 'latency=much'],
      'note      classify[0] failed and was passed over: double() type error',
    ],
  ])('says how %j came by its severity', async (labels, line) => {
    expect((await routes('test', ...labels)).stdout).toContain(line);
  });

  test('ends with 0 when those that should be told are, in any order', async () => {
    const { status, stderr } = await routes(
      'test',
      '--verify',
      'shop,audit',
      'alertname=orders-1',
      'env=prod',
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  test('ends with 1 when others are told than should be', async () => {
    const { status, stdout, stderr } = await routes('test', '--verify', 'page', 'team=ml');
    expect(status).toBe(1);
    expect(stderr).toBe('tocsin: told are late, and not page\n');
    expect(stdout).toContain('→ late');
  });

  test.each([
    ['team', '"team" is not a label; write name=value, as in team=ml'],
    ['team=~ml', '"team=~ml" is a condition, not a label; an alert has values: write team=value'],
    ['=ml', '"=ml" is not a label'],
  ])('ends with 2 for %s, and says what to write', async (label, hint) => {
    const { status, stdout, stderr } = await routes('test', 'alertname=a', label);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(hint);
  });

  test('ends with 2 when a label is there twice or none is', async () => {
    expect((await routes('test', 'a=1', 'a=2')).stderr).toContain(
      '"a" is there twice; write it once',
    );
    expect((await routes('test')).status).toBe(2);
  });
});
