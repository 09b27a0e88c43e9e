import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { ROLES, startApp, type App } from '../src/app.ts';
import { loadConfig } from '../src/config/load.ts';
import { problemText } from '../src/config/problem.ts';
import { createLog } from '../src/telemetry/log.ts';
import { VERSION } from '../src/version.ts';
import { startPrometheus, type MetricAt } from './prometheus.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace, type Workspace } from './slack/workspace.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAPER = { viewport: { width: 960, height: 1_000 }, deviceScaleFactor: 1.5 };

/** What was asked, by the name of its picture, and what is to be seen then. */
const ASKED = [
  ['metric', '/metric api-latency 3h', '.msg img'],
  ['metric-unknown', '/metric api-latncy 3h', 'text=Did you mean'],
  ['kpi', '/kpi', 'text=checkout time'],
  ['kpi-one', '/kpi api-p95', 'text=target < 250 ms'],
  ['kpi-slo', '/kpi slo', 'text=error budget left'],
] as const;

/** The pictures of what /metric and /kpi answer, by a bot that asks a Prometheus of made-up metrics. */
export async function takeMetricScreens(browser: Browser, folder: string): Promise<void> {
  const prometheus = await startPrometheus(metricsUntil(Date.now()));
  const workspace = await startWorkspace({
    kind: 'local-slack',
    channels: [{ name: 'ops' }],
    users: [{ name: 'ana', realName: 'Ana Ruiz' }],
  });
  const proxy = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl });
  const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-pictures-'));
  try {
    const bot = await startBot(configOf(workspace, proxy.apiUrl, prometheus.port, dataDir));
    try {
      for (const [name, line, seen] of ASKED) {
        await fetch(`${workspace.url}/_control/reset`, { method: 'POST' });
        await take(await browser.newPage(PAPER), workspace, {
          line,
          seen,
          path: join(folder, `${name}.png`),
        });
      }
    } finally {
      await bot.stop();
    }
  } finally {
    await Promise.all([proxy.stop(), workspace.stop(), prometheus.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Asked {
  readonly line: string;
  readonly seen: string;
  readonly path: string;
}

/** Ana asks, and the answer is taken as soon as it is whole. */
async function take(page: Page, workspace: Workspace, { line, seen, path }: Asked): Promise<void> {
  await page.goto(workspace.url);
  await page.locator('.actas select').last().selectOption({ label: 'Ana Ruiz' });
  await page.getByText('ops').first().click();
  const [command = '', ...words] = line.split(' ');
  await fetch(`${workspace.url}/_control/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      command,
      text: words.join(' '),
      channel: workspace.channelId('ops'),
      user: workspace.userIds['ana'],
    }),
  });
  await page.locator(seen).first().waitFor();
  await asSlackShows(page);
  await page.mouse.move(0, 0);
  await page.locator('.messages .msg').last().screenshot({ path });
  await page.close();
}

/** The local Slack does not show the lines of a plain text, and pictures as large as they are. */
async function asSlackShows(page: Page): Promise<void> {
  const content =
    '.plain { white-space: pre-line } .bk-image img { width: 600px; max-width: 600px }';
  await page.addStyleTag({ content });
  await page.waitForLoadState('networkidle');
}

async function startBot(text: string): Promise<App> {
  const { config, policy, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(problems.map(problemText).join('\n'));
  const log = createLog({ level: 'warn', secrets: [], destination: process.stderr });
  return startApp({ config, policy, log, roles: new Set(ROLES), version: VERSION });
}

/** An API that has been slow for twenty minutes, and a shop that goes well otherwise. */
function metricsUntil(now: number): ReadonlyMap<string, MetricAt> {
  const wave = (at: number, minutes: number) => Math.sin((at / MINUTE / minutes) * 2 * Math.PI);
  const rough = (at: number) => wave(at, 7) + wave(at, 3.1) + wave(at, 1.7);
  const slow = (at: number) => Math.max(0, 1 - Math.abs(now - 15 * MINUTE - at) / (20 * MINUTE));
  const latency = (at: number) => 190 + 8 * rough(at) + 380 * slow(at);
  const isGap = (at: number) => at > now - 112 * MINUTE && at < now - 101 * MINUTE;
  const requests = (at: number) => 52_000 + 9_000 * wave(at, 1_440) + 400 * rough(at);
  return new Map<string, MetricAt>([
    ['latency_p95', (at) => (isGap(at) ? undefined : latency(at))],
    ['latency_p50', (at) => latency(at) / 2.2],
    ['requests', requests],
    ['errors', (at) => requests(at) * (0.0004 + 0.02 * slow(at) ** 4)],
    ['ctr', (at) => 2.7 - 0.2 * wave(at, 2_880)],
    ['orders', (at) => 41 + 6 * wave(at, 1_440)],
    ['checkout_seconds', (at) => 48 + 2 * rough(at)],
    ['logins', (at) => (at < now - 24 * HOUR ? 20 : 23)],
  ]);
}

function configOf(workspace: Workspace, slackUrl: string, port: number, dataDir: string): string {
  const { botToken, appToken } = workspace;
  return `
slack: { bot_token: "${botToken}", app_token: "${appToken}", api_url: "${slackUrl}" }
http: { listen: "127.0.0.1:0" }
data_dir: "${dataDir}"
reconcile: { sources: [] }
metrics:
  sources: [ { name: prom, url: "http://127.0.0.1:${port}" } ]
  saved:
    api-latency: { title: 'API latency, p95', promql: latency_p95, unit: ms, thresholds: { warning: '> 400', critical: '> 500' } }
    requests: { promql: requests }
    errors: { promql: errors }
kpis:
  - { name: api-p50, title: latency p50, group: API, metric: { promql: latency_p50 }, target: '< 100', warning: '> 150', critical: '> 200', unit: ms }
  - { name: api-p95, title: latency p95, group: API, metric: api-latency, target: '< 250', warning: '> 400', critical: '> 500', window: 15m }
  - { name: api-errors, title: error rate, group: API, formula: errors / requests * 100, target: '< 0.1', warning: '> 1', critical: '> 5', unit: '%' }
  - { name: throughput, group: API, metric: requests, figure: mean, target: '>= 50000', unit: /min }
  - { name: ctr, title: click-through rate, group: Model, metric: { promql: ctr }, target: '> 3', warning: '< 2.5', critical: '< 2', window: 1d, unit: '%' }
  - { name: coverage, group: Model, metric: { promql: coverage }, target: '> 70', unit: '%' }
  - { name: logins, group: Business, metric: { promql: logins }, window: 1d }
  - { name: orders, title: orders a minute, group: Business, metric: { promql: orders }, window: 1d }
  - { name: checkout, title: checkout time, group: Service, metric: { promql: checkout_seconds }, target: '< 60', unit: s }
  - { name: availability, group: Service, formula: (requests - errors) / requests * 100, target: '> 99.9', window: 30d, unit: '%', slo: true }
`;
}
