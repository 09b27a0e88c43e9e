import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SlackProxy } from '../../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';
import type { Handle } from '../../../src/alert/group.ts';
import type { Adapter, DeliveryResult } from '../../../src/delivery/adapter.ts';
import { textOf } from '../../support/seen.ts';
import { attempts, openLimiter, type Attempts } from '../support/attempts.ts';
import { adapterFor, CHANNEL, messagesIn, startAnew } from '../support/slack-channel.ts';
import { DUE, NOON, sampleView, type AlertSample } from '../support/views.ts';

const SETTLED = 6_000;
/** So long after a doubt a message is posted without a look, where the channel can't be read. */
const GIVEN_UP = 70_000;

const A: AlertSample = { fingerprint: 'a', name: 'Errors' };
const B: AlertSample = { fingerprint: 'b', name: 'Latency' };
const C: AlertSample = { fingerprint: 'c', name: 'Throttles' };
const OVER: AlertSample = { ...A, until: 1 };

let workspace: Workspace;
let slack: SlackProxy;
let adapter: Adapter;
let attempt: Attempts;
let begun: number;

beforeAll(async () => {
  workspace = await startWorkspace({ channels: [CHANNEL] });
});
afterAll(() => workspace.stop());

beforeEach(async () => {
  slack = await startAnew(workspace);
  adapter = adapterFor(slack, openLimiter(), { token: workspace.botToken });
  attempt = attempts();
  begun = Date.now();
  return () => slack.stop();
});

interface Now {
  readonly alerts: readonly AlertSample[];
  readonly revision?: number;
  readonly dueAt?: number;
}

/** One run of a delivery of the group as it is then, some milliseconds after the first. */
async function run(now: Now, after = 0): Promise<DeliveryResult> {
  const { alerts, revision = 3, dueAt = NOON } = now;
  const due = { ...DUE, at: dueAt };
  const delivery = { due, ...(told && { told }), ...(handle && { handle }) };
  const view = sampleView({ alerts, revision, delivery });
  const result = await adapter.deliver(view, attempt.at(begun + after));
  if (result.outcome === 'delivered') record(result, { dueAt, ...view });
  return result;
}

/** What the rules keep of an outcome, so far as it matters here. */
let told: { at: number; firing: readonly string[]; resolved: readonly string[] } | undefined;
let handle: Handle | undefined;
function record(
  result: DeliveryResult & { outcome: 'delivered' },
  view: { dueAt: number; firing: readonly string[]; resolved: readonly string[] },
): void {
  const { dueAt = 0, firing, resolved } = result.said ?? view;
  told = { at: dueAt, firing, resolved };
  handle = result.handle ?? handle;
  attempt = attempts();
}

beforeEach(() => {
  told = undefined;
  handle = undefined;
});

/** The group was told of one alert; then the answer to its next line is lost. */
async function lineInDoubt(now: Now, kind: 'cut-after' | 'cut-before' = 'cut-after') {
  await run({ alerts: [A], dueAt: NOON - 60_000 });
  slack.faults.next({ kind, method: 'chat.postMessage' });
  expect(await run(now)).toMatchObject({ outcome: 'retry' });
}

/** What the messages and the lines in their threads say, whole. */
async function texts(): Promise<{ readonly posts: string[]; readonly lines: string[] }> {
  const { posts, lines } = await messagesIn(workspace);
  return { posts: posts.map(textOf), lines: lines.map(textOf) };
}

describe('a line that is found after a doubt', () => {
  test('told what it says, and not what came since: that gets a line of its own', async () => {
    await lineInDoubt({ alerts: [A, B] });
    const since = { alerts: [A, B, C], revision: 4, dueAt: NOON + 1 };
    expect(await run(since, SETTLED)).toMatchObject({
      outcome: 'delivered',
      said: { revision: 3, dueAt: NOON, firing: ['a', 'b'], resolved: [] },
    });
    expect(await run(since, SETTLED)).toMatchObject({ outcome: 'delivered' });
    const { posts, lines } = await texts();
    expect(lines).toEqual([
      expect.stringContaining('1 more firing: Latency'),
      expect.stringContaining('1 more firing: Throttles'),
    ]);
    expect(posts).toEqual([expect.stringContaining('3 alerts firing')]);
  });

  test('is known from then on, also if that could not be handed in', async () => {
    await lineInDoubt({ alerts: [A, B] });
    const before = { attempt, told };
    const found = await run({ alerts: [A, B, C], revision: 4 }, SETTLED);
    ({ attempt, told } = before);
    expect(await run({ alerts: [A, B, C], revision: 4 }, 2 * SETTLED)).toEqual(found);
    expect(slack.calls.filter(({ method }) => method === 'conversations.replies')).toHaveLength(1);
  });

  test('closes its message if it told the end, although an alert fires again', async () => {
    await lineInDoubt({ alerts: [OVER] });
    expect(await run({ alerts: [A], revision: 4 }, 1_000)).toMatchObject({ outcome: 'retry' });
    expect(await run({ alerts: [A], revision: 4 }, SETTLED)).toMatchObject({
      outcome: 'delivered',
      said: { revision: 3, dueAt: NOON, firing: [], resolved: ['a'] },
    });
    const { posts, lines } = await texts();
    expect(posts).toEqual([expect.stringContaining('🟢')]);
    expect(lines).toEqual([expect.stringContaining('Resolved after')]);
  });
});

test('a line that never arrived is written as the group is now', async () => {
  await lineInDoubt({ alerts: [A, B] }, 'cut-before');
  expect(await run({ alerts: [A, B, C], revision: 4 }, SETTLED)).toMatchObject({
    outcome: 'delivered',
  });
  expect((await texts()).lines).toEqual([expect.stringContaining('2 more firing')]);
});

describe('a first message that is found after a doubt', () => {
  test('told what it says; what came since gets its line, and is shown', async () => {
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    await run({ alerts: [A] });
    const since = { alerts: [A, B], revision: 4, dueAt: NOON + 1 };
    expect(await run(since, SETTLED)).toEqual({
      outcome: 'delivered',
      handle: { channel: workspace.channelId(CHANNEL), ts: expect.any(String) },
      said: { revision: 3, dueAt: NOON, firing: ['a'], resolved: [] },
    });
    await run(since, SETTLED);
    const { posts, lines } = await texts();
    expect(posts).toEqual([expect.stringContaining('2 alerts firing')]);
    expect(lines).toEqual([expect.stringContaining('1 more firing: Latency')]);
  });
});

describe('while nobody can look whether a line arrived,', () => {
  function unreadable(times: number): void {
    slack.faults.next({ kind: 'error', method: 'conversations.replies', times });
  }

  test('the message is kept up to date', async () => {
    await lineInDoubt({ alerts: [A, B] });
    unreadable(2);
    for (const after of [SETTLED, 2 * SETTLED]) {
      const result = await run({ alerts: [A, B, C], revision: 4 }, after);
      expect(result).toMatchObject({ outcome: 'retry' });
    }
    expect((await texts()).posts).toEqual([expect.stringContaining('3 alerts firing')]);
    expect(slack.calls.filter(({ method }) => method === 'chat.update')).toHaveLength(2);
  });

  test('a message that may have been closed is not opened again', async () => {
    await lineInDoubt({ alerts: [OVER] });
    unreadable(1);
    await run({ alerts: [A], revision: 4 }, SETTLED);
    expect((await texts()).posts).toEqual([expect.stringContaining('🟢')]);
  });

  test('and it is given up, what fires again after an end that may have been told gets a line', async () => {
    await lineInDoubt({ alerts: [OVER] });
    unreadable(1);
    expect(await run({ alerts: [A], revision: 4 }, GIVEN_UP)).toMatchObject({
      outcome: 'delivered',
    });
    const { posts, lines } = await texts();
    expect(posts).toEqual([expect.not.stringContaining('🟢')]);
    expect(lines).toEqual([
      expect.stringContaining('Resolved after'),
      expect.stringContaining('1 more firing: 5XX'),
    ]);
  });

  test.each([
    { arrived: 'first', kinds: ['cut-after', 'cut-before'], firing: ['a', 'b'] },
    { arrived: 'second', kinds: ['cut-before', 'cut-after'], firing: ['a', 'b', 'c'] },
  ] as const)('of two attempts the $arrived is told apart', async ({ kinds, firing }) => {
    await lineInDoubt({ alerts: [A, B] }, kinds[0]);
    unreadable(1);
    slack.faults.next({ kind: kinds[1], method: 'chat.postMessage' });
    const since = { alerts: [A, B, C], revision: 4 };
    expect(await run(since, GIVEN_UP)).toMatchObject({ outcome: 'retry' });
    expect(await run(since, GIVEN_UP + SETTLED)).toMatchObject({ said: { firing } });
  });
});
