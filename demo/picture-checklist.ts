import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createSlackClient } from '../src/delivery/slack/client.ts';
import type { ChecklistRun } from '../src/engine/ports/checklist-runs.ts';
import { checklistMessage } from '../src/handlers/checklists/card.ts';
import { checklistLine } from '../src/handlers/checklists/line.ts';
import { begun } from '../src/runbooks/checklists/begin.ts';
import { wished, type Wish } from '../src/runbooks/checklists/change.ts';
import { parseChecklist } from '../src/runbooks/checklists/parse.ts';
import { takePage } from './picture-page.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace } from './slack/workspace.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAPER = { viewport: { width: 1_420, height: 1_400 }, deviceScaleFactor: 1.5 };
const FILE = join(import.meta.dirname, '..', 'runbooks', 'checklists', 'daily.md');
const ANA = { actor: 'slack:U0ANA', name: 'Ana Ruiz' };
const BEN = { actor: 'slack:U0BEN', name: 'Ben Okafor' };

/** What was done, by whom, and how many minutes after it was posted. */
const DONE: readonly (readonly [minute: number, by: typeof ANA, wish: Wish])[] = [
  [4, ANA, { kind: 'tick', item: 0 }],
  [9, ANA, { kind: 'found', item: 1, text: 'CartLocked is new since v43: 40 an hour', id: 'a' }],
  [12, BEN, { kind: 'tick', item: 2 }],
  [15, BEN, { kind: 'skip', item: 3, text: 'its labels come on Thursday', id: 'b' }],
];

/** The picture of a checklist that is half done, with its thread. */
export async function takeChecklist(browser: Browser, folder: string): Promise<void> {
  const workspace = await startWorkspace({
    kind: 'local-slack',
    channels: [{ name: 'ops' }],
    users: [{ name: 'ana', realName: ANA.name }],
  });
  const upstream = { ...workspace, upstream: workspace.apiUrl, timeZone: 'Europe/Berlin' };
  const proxy = await startSlackProxy(upstream);
  const slack = createSlackClient(workspace.botToken, proxy.apiUrl);
  const mention = `<@${workspace.userIds['ana'] ?? ''}>`;
  try {
    const run = await halfDone();
    const card = checklistMessage(run, mention);
    const { ts = '' } = await slack.chat.postMessage({ channel: '#ops', ...card });
    const told = [...run.story, { kind: 'reminded', at: run.dueAt + 4 * HOUR } as const];
    for (const moment of told) {
      const line = checklistLine(run, moment, mention);
      await slack.chat.postMessage({ channel: '#ops', thread_ts: ts, ...line });
    }
    const page = await browser.newPage(PAPER);
    await page.goto(workspace.url);
    await page.getByText('ops').first().click();
    const replies = page.getByText(/\d+ repl(y|ies)/u).first();
    await replies.click();
    await page.getByText('Still to be looked at').first().waitFor();
    await takePage(page, join(folder, 'checklist.png'));
    await page.close();
  } finally {
    await proxy.stop();
    await workspace.stop();
  }
}

async function halfDone(): Promise<ChecklistRun> {
  const { checklist } = parseChecklist('daily.md', await readFile(FILE, 'utf8'));
  const dueAt = Math.floor(Date.now() / HOUR) * HOUR - 4 * HOUR;
  const plan = { dueAt, closesAt: dueAt + 24 * HOUR, assign: '' };
  const run = begun(checklist, { ...plan, id: 'daily', channel: '#ops' });
  return DONE.reduce((before, [minute, by, wish]) => {
    const came = wished(before, wish, { at: dueAt + minute * MINUTE, by });
    if (came.kind !== 'changed') throw new Error(`${wish.kind}: ${came.kind}`);
    return came.run;
  }, run);
}
