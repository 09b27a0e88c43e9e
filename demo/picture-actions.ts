import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createSlackClient } from '../src/delivery/slack/client.ts';
import type { ActionRun, RunState } from '../src/engine/ports/action-runs.ts';
import { actionLook } from '../src/handlers/action-runs/look.ts';
import { momentMessage, runMessage } from '../src/handlers/action-runs/run-message.ts';
import { BOT, changed, type Becomes, type Changer } from '../src/runbooks/actions/changes.ts';
import { takePage } from './picture-page.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace, type Workspace } from './slack/workspace.ts';

const MINUTE = 60_000;
const PAPER = { viewport: { width: 1_420, height: 1_100 }, deviceScaleFactor: 1.5 };
const ANA = { actor: 'slack:U0ANA', name: 'Ana Ruiz' };
const BEN = { actor: 'slack:U0BEN', name: 'Ben Okafor' };
const LINK =
  'https://eu-central-1.console.aws.amazon.com/ecs/v2/clusters/shop/services/orders?region=eu-central-1';

/** What became of it, by whom, and how many minutes after it was asked for. */
type Became = readonly [minute: number, by: Changer, state: RunState, becomes: Becomes];

const ASKED: readonly Became[] = [[0, ANA, 'asked', { what: '' }]];
const DONE: readonly Became[] = [
  ...ASKED,
  [2, BEN, 'approved', { what: '' }],
  [2, BOT, 'starting', { what: 'It is being started.' }],
  [2, BOT, 'running', { what: 'It is set to 8 tasks.', link: LINK }],
  [4, BOT, 'succeeded', { what: '8 tasks wanted: 8 running.', link: LINK }],
];
const UNDONE: readonly Became[] = [
  ...DONE,
  [57, BOT, 'succeeded', { what: 'It was taken back, as Ana Ruiz asked.' }],
];

/** The pictures of an action: asked for, done once somebody approved it, and taken back. */
export async function takeActions(browser: Browser, folder: string): Promise<void> {
  const workspace = await startWorkspace({ kind: 'local-slack', channels: [{ name: 'ops' }] });
  const upstream = { ...workspace, upstream: workspace.apiUrl, timeZone: 'Europe/Berlin' };
  const proxy = await startSlackProxy(upstream);
  try {
    for (const [name, run] of [
      ['action-asked', runOf(ASKED)],
      ['action-done', runOf(DONE)],
      ['action-undone', { ...runOf(UNDONE), undoneBy: 'undo-1' }],
    ] as const) {
      await fetch(`${workspace.url}/_control/reset`, { method: 'POST' });
      await post(run, workspace.botToken, proxy.apiUrl);
      const page = await browser.newPage(PAPER);
      await take(page, workspace, join(folder, `${name}.png`));
      await page.close();
    }
  } finally {
    await proxy.stop();
    await workspace.stop();
  }
}

function runOf(became: readonly Became[]): ActionRun {
  const askedAt = Date.now() - 5 * MINUTE;
  const asked: ActionRun = {
    key: 'run-1',
    about: 'service shop/orders eu-central-1',
    title: 'Run 8 tasks of shop/orders',
    action: 'ecs_capacity',
    params: { cluster: 'shop', service: 'orders', desired: 8, region: 'eu-central-1' },
    why: ['High latency, step 6: Add tasks'],
    facts: {},
    role: 'operator',
    secondPerson: true,
    seenFirst: true,
    canUndo: true,
    preview: {
      before: '4 tasks wanted: 4 running. Application Auto Scaling keeps it between 2 and 10.',
      after: '8 tasks are wanted.',
      was: '{"desired":4}',
    },
    state: 'asked',
    revision: 0,
    askedBy: ANA.actor,
    askedAt,
    approveBy: askedAt + 15 * MINUTE,
    story: [],
  };
  return became.reduce(
    (run, [minute, by, state, becomes]) =>
      changed(run, state, becomes, { at: askedAt + minute * MINUTE, by }),
    asked,
  );
}

async function post(run: ActionRun, token: string, apiUrl: string): Promise<void> {
  const slack = createSlackClient(token, apiUrl);
  const message = runMessage(run, actionLook(run));
  const { ts = '' } = await slack.chat.postMessage({ channel: '#ops', ...message });
  for (const moment of run.story.slice(1)) {
    if (moment.state === 'starting') continue;
    await slack.chat.postMessage({ channel: '#ops', thread_ts: ts, ...momentMessage(moment) });
  }
}

async function take(page: Page, workspace: Workspace, path: string): Promise<void> {
  await page.goto(workspace.url);
  await page.getByText('ops').first().click();
  await page.addStyleTag({ content: '.plain { white-space: pre-line }' });
  await page.locator('.blocks').first().waitFor();
  const replies = page.getByText(/\d+ repl(y|ies)/u).first();
  if (await replies.isVisible()) await replies.click();
  await page.waitForLoadState('networkidle');
  await takePage(page, path);
}
