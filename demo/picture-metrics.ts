import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { ROLES, startApp, type App } from '../src/app.ts';
import { loadConfig } from '../src/config/load.ts';
import { problemText } from '../src/config/problem.ts';
import { createLog } from '../src/telemetry/log.ts';
import { VERSION } from '../src/version.ts';
import { startAwsActions } from './aws/start.ts';
import { MACHINE } from './aws/step-functions.ts';
import { dataSetsConfig, writeOrders } from './data-sets.ts';
import { metricsConfig, metricsUntil } from './metrics.ts';
import { makeModels, modelsConfig, writePredictions } from './models.ts';
import { startPrometheus } from './prometheus.ts';
import { errorsConfig, startSentry } from './sentry.ts';
import { madeUpErrors } from './sentry-errors.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace, type Workspace } from './slack/workspace.ts';

const PAPER = { viewport: { width: 960, height: 1_900 }, deviceScaleFactor: 1.5 };

/** So much later, in milliseconds, all would be well again: the pictures show it when it is bad. */
const AHEAD = 12 * 60_000;

/** What the model of the pictures has besides. */
const RETRAINED = `
    drift: { schedule: never, report: { channel: "#ops" } }
    retrain:
      action:
        step_functions:
          state_machine_arn: ${MACHINE}
          input: '{ "model": "{model}", "days": 90, "reason": "{reason}" }'`;

/** What was asked, by the name of its picture, and what is to be seen then. */
const ASKED = [
  ['metric', '/metric api-latency 3h', '.msg img'],
  ['metric-unknown', '/metric api-latncy 3h', 'text=Did you mean'],
  ['kpi', '/kpi', 'text=checkout time'],
  ['kpi-one', '/kpi api-p95', 'text=target < 250 ms'],
  ['kpi-slo', '/kpi slo', 'text=error budget left'],
  ['errors', '/errors', 'text=Left out as expected'],
  ['drift-report', '/drift churn', '.msg img >> nth=1'],
  ['drift-feature', '/drift churn monthly_charges', '.msg img >> nth=1'],
  ['quality-report', '/quality orders', 'text=checks failed'],
  ['model-report', '/model churn', '.msg img'],
  ['retrain', '/drift churn retrain the prices have changed', 'text=an operator can approve'],
] as const;

/** The pictures of what /metric, /kpi, /errors, /drift, /quality and /model answer, by a bot that asks stand-ins of what is made up. */
export async function takeMetricScreens(browser: Browser, folder: string): Promise<void> {
  const prometheus = await startPrometheus(metricsUntil(Date.now() + AHEAD));
  const sentry = await startSentry(madeUpErrors(Date.now()));
  const aws = await startAwsActions();
  process.env['AWS_ENDPOINT_URL_SFN'] = aws.url;
  process.env['AWS_ACCESS_KEY_ID'] = 'demo';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'demo';
  const workspace = await startWorkspace({
    kind: 'local-slack',
    channels: [{ name: 'ops' }],
    users: [{ name: 'ana', realName: 'Ana Ruiz' }],
  });
  const proxy = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl });
  const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-pictures-'));
  try {
    const own = configOf(workspace, proxy.apiUrl, prometheus.port, dataDir);
    const models = `${modelsConfig(dataDir, RETRAINED)}${dataSetsConfig(dataDir)}`;
    const text = `${own}${errorsConfig(sentry.url)}${models}`;
    await writePredictions(dataDir);
    const bot = await startBot(text);
    try {
      await writeOrders(dataDir);
      await makeModels(configIn(text).config, dataDir);
      await takeAlert(await browser.newPage(PAPER), workspace, join(folder, 'alert-graph.png'));
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
    await Promise.all([proxy, workspace, prometheus, sentry, aws].map((one) => one.stop()));
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Asked {
  readonly line: string;
  readonly seen: string;
  readonly path: string;
}

/** The message of the watch rule, once it has its graph. */
async function takeAlert(page: Page, workspace: Workspace, path: string): Promise<void> {
  await page.goto(workspace.url);
  await page.getByText('ops').first().click();
  await page.locator('.msg img').first().waitFor();
  await takeLast(page, path);
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
  await takeLast(page, path);
}

async function takeLast(page: Page, path: string): Promise<void> {
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

function configIn(text: string) {
  const { config, policy, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(problems.map(problemText).join('\n'));
  return { config, policy };
}

async function startBot(text: string): Promise<App> {
  const { config, policy } = configIn(text);
  const log = createLog({ level: 'warn', secrets: [], destination: process.stderr });
  return startApp({ config, policy, log, roles: new Set(ROLES), version: VERSION });
}

function configOf(workspace: Workspace, slackUrl: string, port: number, dataDir: string): string {
  const { botToken, appToken } = workspace;
  return `
slack: { bot_token: "${botToken}", app_token: "${appToken}", api_url: "${slackUrl}" }
http: { listen: "127.0.0.1:0" }
data_dir: "${dataDir}"
reconcile: { sources: [] }
watch:
  - name: API is slow
    metrics: { latency: api-latency }
    when: latency > 400
    for: 10m
    severity: critical
    labels: { service: shop-api }
    annotations: { resolution: 'Look at the last deployment, and roll it back.' }
route:
  id: root
  receiver: ops
  group_by: [alertname, service]
  group_wait: 0s
  # Of the model its reports are shown.
  routes: [ { matchers: ['model=~".+"'], receiver: nobody } ]
receivers: [ { name: ops, slack: [ { channel: "#ops" } ] }, { name: nobody } ]
${metricsConfig(port)}`;
}
