import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { ROLES, startApp, type App } from '../src/app.ts';
import { loadConfig } from '../src/config/load.ts';
import { problemText } from '../src/config/problem.ts';
import { createLog } from '../src/telemetry/log.ts';
import { VERSION } from '../src/version.ts';
import { takeBoard } from './picture-board.ts';
import { takePage } from './picture-page.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace, type Workspace } from './slack/workspace.ts';

const TOKEN = 'the-token-of-the-pictures';
const ANA = 'Ana Ruiz';
const WHY = 'deploying 4.1, checkout restarts';
const ALERTS = [
  { alertname: 'orders-api-5xx', env: 'prod', severity: 'critical', host: 'a' },
  { alertname: 'orders-api-5xx', env: 'prod', severity: 'critical', host: 'b' },
  { alertname: 'disk-usage', env: 'prod', severity: 'warning' },
  { alertname: 'certificate-expires', env: 'staging', severity: 'info' },
];

/**
 * The pictures of what the bot itself has to be there for: the form in which a silence is asked for, what
 * is said of it then, the app's home, and the board of the queues.
 *
 * @param folder where they go
 */
export async function takeScreens(browser: Browser, folder: string): Promise<void> {
  const users = [{ name: 'ana', realName: ANA }];
  const workspace = await startWorkspace({
    kind: 'local-slack',
    channels: [{ name: 'incidents' }],
    users,
  });
  const proxy = await startSlackProxy({
    ...workspace,
    upstream: workspace.apiUrl,
    timeZone: 'Europe/Berlin',
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-pictures-'));
  try {
    const bot = await startBot(configOf(workspace, proxy.apiUrl, dataDir));
    try {
      await fire(bot);
      await walk(await browser.newPage(PAPER), workspace.url, folder);
      await takeBoard(await browser.newPage(PAPER), { url: bot.url, token: TOKEN, folder });
    } finally {
      await bot.stop();
    }
  } finally {
    await proxy.stop();
    await workspace.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const PAPER = { viewport: { width: 960, height: 900 }, deviceScaleFactor: 1.5 };

/** What Ana does: she has it on, silences it, and looks at home what there is. */
async function walk(page: Page, url: string, folder: string): Promise<void> {
  await page.goto(url);
  await page.locator('.actas select').last().selectOption({ label: ANA });
  await page.getByText('incidents').first().click();
  const messages = page.locator('.messages .msg');
  for (const { alertname } of ALERTS) await messages.filter({ hasText: alertname }).waitFor();
  const message = messages.filter({ hasText: 'orders-api-5xx' }).first();
  await message.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await message.getByText(ANA).first().waitFor();

  await message.getByRole('button', { name: 'Silence…' }).click();
  const form = page.locator('.modal');
  await form.getByText('Mutes 2 alerts that fire now').waitFor();
  const field = (label: string) => form.locator('.bk-input').filter({ hasText: label });
  // The local Slack shows neither what is chosen at first, nor several lines.
  await field('For how long').locator('select').selectOption({ label: '2 hours' });
  await field('What').locator('input').fill('alertname="orders-api-5xx", env="prod"');
  await field('Why').locator('input').fill(WHY);
  await form.screenshot({ path: join(folder, 'silence-form.png') });
  await form.getByRole('button', { name: 'Silence', exact: true }).click();

  const done = messages.filter({ hasText: 'Silenced. Mutes 2 alerts' });
  await done.getByRole('button', { name: 'Expire' }).waitFor();
  await message.getByText('🔕').first().waitFor();
  await page.mouse.move(0, 0);
  await done.screenshot({ path: join(folder, 'silence-done.png') });

  await page.locator('.sidebar-item').filter({ hasText: '🏠' }).click();
  await page.locator('.home').getByText(WHY).waitFor();
  await takePage(page, join(folder, 'home.png'));
  await page.close();
}

async function fire(bot: App): Promise<void> {
  const alerts = ALERTS.map((labels) => ({ labels }));
  const answer = await fetch(`${bot.url}/v1/alerts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ alerts }),
  });
  if (!answer.ok) throw new Error(`the bot answers ${answer.status}: ${await answer.text()}`);
}

async function startBot(text: string): Promise<App> {
  const { config, policy, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(problems.map(problemText).join('\n'));
  const log = createLog({ level: 'warn', secrets: [], destination: process.stderr });
  return startApp({ config, policy, log, roles: new Set(ROLES), version: VERSION });
}

function configOf(workspace: Workspace, slackUrl: string, dataDir: string): string {
  const { botToken, appToken, userIds } = workspace;
  return `
slack: { bot_token: "${botToken}", app_token: "${appToken}", api_url: "${slackUrl}" }
http: { listen: "127.0.0.1:0" }
data_dir: "${dataDir}"
intake: { webhooks: { tocsin: { token: "${TOKEN}" } } }
web: { token: "${TOKEN}" }
reconcile: { sources: [] }
route: { id: root, receiver: ops, group_by: [alertname, env], group_wait: 0s, group_interval: 1s }
receivers: [ { name: ops, slack: [ { channel: "#incidents" } ] } ]
access: { operator: ["${userIds['ana']}"] }
`;
}
