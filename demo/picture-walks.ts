import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createSlackClient } from '../src/delivery/slack/client.ts';
import type { SlackMessage } from '../src/delivery/slack/message.ts';
import type { Walk } from '../src/engine/ports/walks.ts';
import { walkCard } from '../src/handlers/walk/card.ts';
import { begunWalk } from '../src/runbooks/walking/begin.ts';
import { press, type WalkDeed } from '../src/runbooks/walking/press.ts';
import { walkedRunbook } from '../src/runbooks/walking/walked-runbook.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace } from './slack/workspace.ts';

const MINUTE = 60_000;
const PAPER = { viewport: { width: 960, height: 1_600 }, deviceScaleFactor: 1.5 };
const ANA = { actor: 'slack:U0ANA', name: 'Ana Ruiz' };
const BEN = { actor: 'slack:U0BEN', name: 'Ben Okafor' };
const RUNBOOK = join(import.meta.dirname, '..', 'runbooks', 'high-error-rate.md');

/** What was done, by whom, and how many minutes after the walk was begun. */
type Done = readonly [minute: number, by: typeof ANA, deed: WalkDeed];

const ASKED: readonly Done[] = [
  [2, ANA, { kind: 'done' }],
  [3, ANA, { kind: 'done', answer: 'timeouts, or connections refused' }],
];
const LATE: readonly Done[] = [
  ...ASKED,
  [4, ANA, { kind: 'done', answer: 'yes' }],
  [5, ANA, { kind: 'skipped', note: 'the status page is green' }],
  [9, BEN, { kind: 'done', note: 'back on v41' }],
  [10, BEN, { kind: 'skipped', note: 'no model is asked there' }],
  [11, BEN, { kind: 'skipped', note: 'nothing is throttled' }],
  [12, BEN, { kind: 'skipped', note: 'it has memory enough' }],
  [16, BEN, checked(false, 'or(errors, 0) / invocations * 100 is 8.2, not under 5')],
];
const OVER: readonly Done[] = [
  ...LATE,
  [19, BEN, checked(true, 'or(errors, 0) / invocations * 100 is 0.4, under 5')],
  [19, BEN, { kind: 'done' }],
  [41, ANA, { kind: 'done', note: 'since 21:04, because v42 opened a connection a request' }],
  [55, ANA, { kind: 'done', note: 'fixed in v43' }],
  [88, BEN, { kind: 'done', note: 'half an hour under 1 %' }],
  [120, ANA, { kind: 'done' }],
  [125, ANA, { kind: 'failed', note: 'no rights to the repository; Ben does it' }],
  [130, ANA, { kind: 'done' }],
];

/** The pictures of a runbook that is walked: a question, a phase that is over its target, and the end. */
export async function takeWalks(browser: Browser, folder: string): Promise<void> {
  const text = await readFile(RUNBOOK, 'utf8');
  const workspace = await startWorkspace({ kind: 'local-slack', channels: [{ name: 'ops' }] });
  const upstream = { ...workspace, upstream: workspace.apiUrl, timeZone: 'Europe/Berlin' };
  const proxy = await startSlackProxy(upstream);
  const slack = createSlackClient(workspace.botToken, proxy.apiUrl);
  const page = await browser.newPage(PAPER);
  try {
    for (const [name, minute, done] of [
      ['walk-question', 3, ASKED],
      ['walk-late', 17, LATE],
      ['walk-over', 130, OVER],
    ] as const) {
      const { text: said, blocks }: SlackMessage = cardOf(text, minute, done);
      await slack.chat.postMessage({ channel: '#ops', text: said, blocks });
      await page.goto(workspace.url);
      await page.getByText('ops').first().click();
      const message = page.locator('.messages .msg').last();
      await message.getByText('High error rate').first().waitFor();
      await message.screenshot({ path: join(folder, `${name}.png`) });
    }
  } finally {
    await proxy.stop();
    await workspace.stop();
  }
}

function cardOf(text: string, minute: number, done: readonly Done[]): SlackMessage {
  const at = Date.now() - minute * MINUTE;
  const begun = begunWalk({
    id: 'picture',
    runbook: 'high-error-rate',
    text,
    facts: {
      labels: { FunctionName: 'orders-api', region: 'eu-central-1' },
      annotations: { summary: '5XX share 18.1 % over 10 % for 5 min' },
    },
    subject: { group: 'page.3f2a' },
    place: { channel: 'C0OPS' },
    by: ANA,
    at,
  });
  const walk = done.reduce((now, one, index) => walked(now, one, `${index}`), begun);
  return walkCard(walk, { now: at + minute * MINUTE, isChanged: false, canDo: true });
}

function walked(walk: Walk, [minute, by, deed]: Done, id: string): Walk {
  const aim = { step: walk.results.length, opened: walk.opened };
  const at = walk.at + minute * MINUTE;
  const came = press(walk, { id, aim, deed, by, at }, walkedRunbook(walk));
  if (came.kind !== 'changed') throw new Error(`${deed.kind}: ${came.kind}`);
  return came.walk;
}

function checked(passes: boolean, found: string): WalkDeed {
  return { kind: 'checked', passes, words: [passes ? 'passes' : 'does not pass', found] };
}
