import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SlackProxy } from '../../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';
import type { Handle, Happening } from '../../../src/alert/group.ts';
import type { Adapter, DeliveryResult } from '../../../src/delivery/adapter.ts';
import { saidBy } from '../../../src/delivery/view.ts';
import { attempts, openLimiter, type Attempts } from '../support/attempts.ts';
import { adapterFor, CHANNEL, messagesIn, startAnew } from '../support/slack-channel.ts';
import { DUE, editOf, NOON, sampleView } from '../support/views.ts';

const SETTLED = 6_000;
const PAGED: Happening = { what: 'paged', at: NOON, revision: 2, to: ['payments'] };
const TAKEN: Happening = { what: 'acknowledged', at: NOON, revision: 3, by: 'Ana' };
const GIVEN: Happening = { what: 'unacknowledged', at: NOON, revision: 4, by: 'Ana' };

let workspace: Workspace;
let slack: SlackProxy;
let adapter: Adapter;
let attempt: Attempts;
let begun: number;
/** What the group's record keeps of its delivery. */
let handle: Handle | undefined;
let shown: number;

beforeAll(async () => {
  workspace = await startWorkspace({ channels: [CHANNEL] });
});
afterAll(() => workspace.stop());

beforeEach(async () => {
  slack = await startAnew(workspace);
  adapter = adapterFor(slack, openLimiter(), { token: workspace.botToken });
  attempt = attempts();
  begun = Date.now();
  handle = undefined;
  shown = 0;
  return () => slack.stop();
});

/** One run of a delivery of the group with what was done about it by then. */
async function run(lately: readonly Happening[], after = 0): Promise<DeliveryResult> {
  const told = { at: NOON - 1_000, firing: ['0000000000000000'], resolved: [] };
  const known = handle === undefined ? { due: DUE } : { handle, told };
  const view = sampleView({
    revision: lately.at(-1)?.revision ?? 1,
    delivery: { episode: NOON - 1_000, shown, ...known },
    standing: { lately },
  });
  const now = handle === undefined ? view : editOf(view);
  const result = await adapter.deliver(now, attempt.at(begun + after));
  if (result.outcome === 'delivered') {
    handle = result.handle ?? handle;
    shown = (result.said ?? saidBy(now)).revision;
    attempt = attempts();
  }
  return result;
}

const thread = async () => (await messagesIn(workspace)).lines.map(({ text }) => text);

test('what was done gets one line each, once', async () => {
  await run([]);
  await run([PAGED]);
  await run([PAGED, TAKEN]);
  await run([PAGED, TAKEN]);
  expect(await thread()).toEqual(['📟 Paged payments', '👀 Acknowledged by Ana']);
});

test('what was done before the message was there gets its line after it', async () => {
  await run([PAGED, TAKEN]);
  expect(await thread()).toEqual([]);
  // As far as its thread goes people have not been shown all.
  expect(shown).toBe(1);
  await run([PAGED, TAKEN, GIVEN]);
  expect(await thread()).toEqual([
    '📟 Paged payments\n👀 Acknowledged by Ana\n↩️ Unacknowledged by Ana',
  ]);
  expect((await messagesIn(workspace)).posts).toHaveLength(1);
});

test.each(['cut-before', 'cut-after', 'hang-after'] as const)(
  'a line whose answer is lost (%s) is there once, and so is what was done meanwhile',
  async (kind) => {
    await run([]);
    slack.faults.next({ kind, method: 'chat.postMessage' });
    expect(await run([PAGED])).toMatchObject({ outcome: 'retry' });
    expect(await run([PAGED, TAKEN], SETTLED)).toMatchObject({ outcome: 'delivered' });
    await run([PAGED, TAKEN]);
    expect((await thread()).join('\n')).toBe('📟 Paged payments\n👀 Acknowledged by Ana');
  },
);

test('a line that has to wait is not lost, and the message shows what is meanwhile', async () => {
  await run([]);
  slack.faults.next({ kind: 'rate-limited', retryAfter: 7, method: 'chat.postMessage' });
  expect(await run([PAGED])).toMatchObject({ outcome: 'retry', afterMs: 7_000 });
  await run([PAGED, TAKEN], 7_000);
  expect(await thread()).toEqual(['📟 Paged payments\n👀 Acknowledged by Ana']);
});
