import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import type { Handle, Told } from '../src/alert/group.ts';
import { createSlackClient } from '../src/delivery/slack/client.ts';
import { createSlackAdapter } from '../src/delivery/slack/send.ts';
import { saidBy, viewOf } from '../src/delivery/view.ts';
import { takeChecklist } from './picture-checklist.ts';
import { takeActions } from './picture-actions.ts';
import { takeIncidents } from './picture-incidents.ts';
import { takeMetricScreens } from './picture-metrics.ts';
import { takePage } from './picture-page.ts';
import { scenes, type Scene } from './picture-scenes.ts';
import { takeScreens } from './picture-screens.ts';
import { takeWalks } from './picture-walks.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace, type Workspace } from './slack/workspace.ts';

/**
 * `npm run pictures`: the alert message in each of its states, the silence form and the app's home, as
 * the local Slack shows them, into docs/images. Needs Chromium with an emoji font.
 */
const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
const CHANNEL = 'incidents';
const INTEGRATION = `slack/#${CHANNEL}`;
const HOUR = 60 * 60 * 1000;
const MINUTE = 60_000;

async function main(): Promise<void> {
  const workspace = await startWorkspace({ kind: 'local-slack', channels: [{ name: CHANNEL }] });
  const executablePath = process.argv[2] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await mkdir(FOLDER, { recursive: true });
    for (const scene of scenes(Date.now())) {
      await fetch(`${workspace.url}/_control/reset`, { method: 'POST' });
      await perform(scene, workspace);
      await take(scene, workspace, browser);
    }
    await takeScreens(browser, FOLDER);
    await takeMetricScreens(browser, FOLDER);
    await takeChecklist(browser, FOLDER);
    await takeWalks(browser, FOLDER);
    await takeActions(browser, FOLDER);
    await takeIncidents(browser, FOLDER);
  } finally {
    await browser.close();
    await workspace.stop();
  }
}

/** Has the bot's own delivery tell the local Slack of each moment, one after the other. */
async function perform({ moments }: Scene, workspace: Workspace): Promise<void> {
  const proxy = await startSlackProxy({
    ...workspace,
    upstream: workspace.apiUrl,
    timeZone: 'Europe/Berlin',
  });
  const tools = {
    limiter: { take: async () => 0, takeSpare: async () => true, pause: async () => {} },
    channelIds: { idOf: async () => undefined, keep: async () => {} },
  };
  const adapter = createSlackAdapter(createSlackClient(workspace.botToken, proxy.apiUrl), tools, {
    channel: `#${CHANNEL}`,
    responseTimes: {
      critical: 15 * MINUTE,
      error: 30 * MINUTE,
      warning: 2 * HOUR,
      info: 24 * HOUR,
    },
    escalates: () => true,
  });
  let handle: Handle | undefined;
  let told: Told | undefined;
  let shown = 0;
  for (const { snapshot, alerts, reason, at: now } of moments) {
    const { createdAt: episode } = snapshot.group;
    const due = { at: now, traceId: '', receivedAt: now };
    const delivery = {
      wanted: snapshot.group.revision,
      shown,
      episode,
      ...(reason !== undefined && { due: { ...due, reason } }),
      ...(handle !== undefined && { handle }),
      ...(told !== undefined && { toldAt: episode }),
    };
    const group = { ...snapshot.group, deliveries: { [INTEGRATION]: delivery } };
    const view = viewOf({ ...snapshot, group, now, ...(told && { told }) }, INTEGRATION, alerts);
    const result = await adapter.deliver(view, { journal: {}, note: async () => {}, now });
    if (result.outcome !== 'delivered') throw new Error(result.why);
    handle = result.handle ?? handle;
    told = reason === undefined ? told : saidBy(view);
    shown = (result.said ?? saidBy(view)).revision;
  }
  await proxy.stop();
}

async function take(
  { name, thread }: Scene,
  workspace: Workspace,
  browser: Browser,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: thread ? 1_420 : 960, height: 900 },
    deviceScaleFactor: 1.5,
  });
  await page.goto(workspace.url);
  await page.getByText(CHANNEL).first().click();
  const message = page.locator('.blocks').first();
  await message.waitFor();
  if (thread)
    await page
      .getByText(/\d+ repl(y|ies)/)
      .first()
      .click();
  await page.waitForTimeout(500);
  await takePage(page, join(FOLDER, `alert-${name}.png`));
  await page.close();
}

await main();
