import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { tocsin } from './support/tocsin.ts';

let folder: string;
let prometheus: Prometheus;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-watch-'));
  prometheus = await startPrometheus();
  // Seven minutes of every hour it is too much, and of one of two jobs.
  const minuteOf = (at: number) => (at / 60_000) % 60;
  const jobs = [
    { labels: { job: 'a' }, at: (at: number) => (minuteOf(at) < 7 ? 12 : 3) },
    { labels: { job: 'b' }, at: () => 3 },
  ];
  prometheus.series.set('depth', jobs);
  const config = `
metrics:
  sources: [ { name: prom, url: "${prometheus.url}" } ]
  saved: { depth: { title: Queue depth, promql: depth } }
watch:
  - { name: Backlog, when: depth > 10, for: 5m, severity: critical, labels: { team: data } }
  - { name: Absent, when: gone > 1, every: 30s, metrics: { gone: { promql: gonn } } }`;
  await writeFile(path.join(folder, 'tocsin.yaml'), config);
  await writeFile(path.join(folder, 'none.yaml'), '{}');
});
afterAll(async () => {
  await prometheus.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => tocsin(['watch', ...args], { cwd: folder });
const SPAN = ['--since', '2026-03-02T09:30:00Z', '--until', '2026-03-02T11:30:00Z'];

test('tocsin watch list shows the rules with their conditions', async () => {
  const { status, stdout } = await run('list');
  expect([status, stdout.trimEnd().split('\n')]).toEqual([
    0,
    [
      'NAME     SEVERITY  FOR  EVERY  WHEN',
      'Backlog  critical  5m   1m     depth > 10',
      'Absent   warning        30s    gone > 1',
    ],
  ]);
  expect(JSON.parse((await run('list', '--json')).stdout)[0]).toEqual({
    name: 'Backlog',
    severity: 'critical',
    when: 'depth > 10',
    for: '5m',
    every: '1m',
    labels: { team: 'data' },
  });
  const none = await run('list', '--config', 'none.yaml');
  expect([none.status, none.stderr]).toEqual([0, 'the config has no watch rules\n']);
});

test('tocsin watch test says when a rule would have fired, and when that would have been over', async () => {
  const { status, stdout, stderr } = await run('test', 'Backlog', ...SPAN);
  expect([status, stderr]).toEqual([0, '']);
  const what = 'Queue depth 12 over 10 for 5 min {job="a"}';
  expect(stdout.trimEnd().split('\n')).toEqual([
    'FIRED                 RESOLVED              LASTED  WHAT',
    `2026-03-02T10:04:15Z  2026-03-02T10:07:15Z  3 min   ${what}`,
    `2026-03-02T11:04:15Z  2026-03-02T11:07:15Z  3 min   ${what}`,
    'would have fired 2 times over 2 h, for 6 min in all; 2 series',
  ]);
});

test('tocsin watch test --json is one document', async () => {
  const { stdout } = await run(
    'test',
    'Backlog',
    ...SPAN.slice(0, 3),
    '2026-03-02T10:05Z',
    '--json',
  );
  expect(JSON.parse(stdout)).toEqual({
    rule: 'Backlog',
    from: '2026-03-02T09:30:00.000Z',
    to: '2026-03-02T10:05:00.000Z',
    series: 2,
    charged: 0,
    remarks: [],
    episodes: [
      {
        firedAt: '2026-03-02T10:04:15.000Z',
        resolvedAt: null,
        labels: { job: 'a' },
        measured: 'Queue depth 12 over 10 for 5 min',
      },
    ],
  });
});

test('tocsin watch test says what is wrong, and what to write', async () => {
  const typo = await run('test', 'Backlogg', ...SPAN);
  expect([typo.status, typo.stderr.split('\n')[0]]).toEqual([
    2,
    'error: there is no watch rule "Backlogg"; write "Backlog"',
  ]);
  prometheus.series.set('gone', [{ labels: { __name__: 'gone' }, at: () => 1 }]);
  const absent = await run('test', 'Absent', ...SPAN);
  expect([absent.status, absent.stdout, absent.stderr]).toEqual([
    0,
    'would not have fired over 2 h; there are no figures\n',
    'prom knows no metric "gonn". Did you mean "gone"?\n',
  ]);
  prometheus.instead = () => ({ status: 401 });
  const refused = await run('test', 'Backlog', ...SPAN);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('prom does not let the bot in: HTTP 401.');
});
