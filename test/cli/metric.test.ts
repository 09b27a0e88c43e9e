import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { tocsin } from './support/tocsin.ts';

let folder: string;
let prometheus: Prometheus;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-metric-'));
  prometheus = await startPrometheus();
  const queue = { labels: {}, at: (moment: number) => (moment / 60_000) % 10 };
  prometheus.series.set('sum(queue_depth)', [queue]);
  prometheus.series.set('up * 100', [{ labels: {}, at: () => 99.95 }]);
  const config = `
metrics:
  sources: [ { name: prom, url: "${prometheus.url}" } ]
  saved: { queue-depth: { title: Queue depth, promql: 'sum(queue_depth)', thresholds: { critical: '> 8' } } }
kpis:
  - { name: queue, title: queue depth, group: Worker, metric: queue-depth, target: '< 20' }
  - { name: up, title: availability, group: Worker, metric: { promql: 'up * 100' }, target: '> 99.9', unit: '%', window: 30d, slo: true }`;
  await writeFile(path.join(folder, 'tocsin.yaml'), config);
  await writeFile(path.join(folder, 'none.yaml'), '{}');
});
afterAll(async () => {
  await prometheus.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => tocsin(['metric', ...args], { cwd: folder });
/** Ten minutes of a day that is over: 4 to 9, and 0 to 3. */
const RANGE = ['every', '1m', 'from', '2026-03-02T10:04Z', 'to', '2026-03-02T10:14Z'];

test('tocsin metric lists the saved metrics, and those that are like a word', async () => {
  expect(await run()).toEqual({ status: 0, stdout: 'queue-depth  Queue depth\n', stderr: '' });
  expect((await run('list', 'dept')).stdout).toBe('queue-depth  Queue depth\n');
  expect((await run('list', 'latency')).stderr).toContain(
    'no saved metric is called like "latency"',
  );
});

test('tocsin metric prints figures, bars and where they come from', async () => {
  const { status, stdout, stderr } = await run('queue-depth', ...RANGE);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout.split('\n')).toEqual([
    'Queue depth',
    'latest 4',
    'min 0 · mean 4.5 · max 9',
    'mean unchanged on the 10 min before',
    expect.stringMatching(/^[▁-█]{10}$/u),
    'sum(queue_depth) · every 1 min · prom · 2026-03-02 10:04 UTC to 2026-03-02 10:14 UTC',
    '',
  ]);
});

test('tocsin metric --json is one document, and --png a picture', async () => {
  const { stdout } = await run('promql', 'sum(queue_depth)', ...RANGE, '--json', '--png', 'it.png');
  expect(JSON.parse(stdout)).toMatchObject({
    title: 'sum(queue_depth)',
    from: '2026-03-02T10:04:00.000Z',
    period: 60_000,
    sources: [{ source: 'prom', series: [{ summary: { max: { value: 9 } } }] }],
  });
  const png = await readFile(path.join(folder, 'it.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
});

test('tocsin kpi says how key figures stand, and --json says it to programs', async () => {
  const kpi = (...args: readonly string[]) => tocsin(['kpi', ...args], { cwd: folder });
  const all = await kpi();
  expect([all.status, all.stderr]).toEqual([0, '']);
  expect(all.stdout).toMatch(
    /^2 on target\n\nWorker\n🟢 queue depth: 4\.5 →\n🟢 availability: 99\.95 % →\n$/u,
  );
  expect((await kpi('queue')).stdout).toContain('🟢 4.5 over 1 h, on target\ntarget < 20');
  expect(JSON.parse((await kpi('worker', '--json')).stdout)).toMatchObject([
    { name: 'queue', state: 'on target', figure: 4.5, window: 3_600_000 },
    { name: 'up', unit: '%' },
  ]);
  expect((await kpi('slo')).stdout).toContain('error budget left: 50 % (22 min of 43 min)');
  expect(await kpi('quue')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('there is no KPI, and no group, "quue"; write queue'),
  });
});

test('tocsin metric says what to write, and what is wrong with a source', async () => {
  const typo = await run('queue-dept', '1h');
  expect([typo.status, typo.stderr]).toEqual([
    2,
    'error: there is no saved metric "queue-dept"; write queue-depth\n(--help tells more)\n',
  ]);
  const none = await run('queue-depth', '--config', 'none.yaml');
  expect(none.stderr).toContain(
    'the config has no sources of metrics; write metrics.sources into it',
  );
  prometheus.instead = () => ({ status: 401 });
  const refused = await run('queue-depth', '1h');
  expect(refused.status).toBe(1);
  expect(refused.stdout).toContain('prom does not let the bot in: HTTP 401.');
});
