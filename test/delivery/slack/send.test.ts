import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../demo/faults.ts';
import type { SlackProxy } from '../../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';
import type { Handle } from '../../../src/alert/group.ts';
import type { Adapter } from '../../../src/delivery/adapter.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import { attempts, openLimiter, type Attempts, type OpenLimiter } from '../support/attempts.ts';
import { adapterFor, CHANNEL, messagesIn, startAnew } from '../support/slack-channel.ts';
import { DUE, editOf, sampleView, type GroupSample } from '../support/views.ts';

const SETTLED = 6_000;

let workspace: Workspace;
let slack: SlackProxy;
let adapter: Adapter;
let limiter: OpenLimiter;
let attempt: Attempts;
let begun: number;

beforeAll(async () => {
  workspace = await startWorkspace({ channels: [CHANNEL] });
});
afterAll(() => workspace.stop());

beforeEach(async () => {
  slack = await startAnew(workspace);
  limiter = openLimiter();
  adapter = adapterWith(workspace.botToken);
  attempt = attempts();
  begun = Date.now();
  return () => slack.stop();
});

function adapterWith(token: string, channel?: string): Adapter {
  return adapterFor(slack, limiter, { token, ...(channel !== undefined && { channel }) });
}

/** One run of the delivery, some milliseconds after the first. */
function run(view: DeliveryView, after = 0) {
  return adapter.deliver(view, attempt.at(begun + after));
}

function callsOf(method: string): number {
  return slack.calls.filter((call) => call.method === method).length;
}

const posts = async () => (await messagesIn(workspace)).posts;
const lines = async () => (await messagesIn(workspace)).lines;

/** A group that was told of one alert and has another since. */
async function worse(): Promise<DeliveryView> {
  const first = await adapter.deliver(sampleView(), attempts().at(begun));
  const handle: Handle = first.outcome === 'delivered' ? (first.handle ?? {}) : {};
  slack.faults.clear();
  return worseView({ handle });
}

function worseView(delivery: GroupSample['delivery']): DeliveryView {
  return sampleView({
    alerts: [{ fingerprint: 'a' }, { fingerprint: 'b', name: 'Slow checkout' }],
    delivery: { told: { at: begun - 60_000, firing: ['a'], resolved: [] }, ...delivery },
  });
}

/** The same message's group, as it is a little later. */
function changed({ told, handle }: DeliveryView, alerts: GroupSample['alerts'] = []): DeliveryView {
  return sampleView({ alerts, delivery: { ...(told && { told }), ...(handle && { handle }) } });
}

describe('a first notification', () => {
  test('is posted, and its place handed back', async () => {
    const result = await run(sampleView());
    const [message] = await posts();
    expect(result).toEqual({
      outcome: 'delivered',
      handle: {
        channel: workspace.channelId(CHANNEL),
        ts: message?.ts,
        picture: expect.any(String),
      },
    });
    expect(JSON.stringify(message)).toContain('High error rate');
  });

  test('that nobody asked for is not posted', async () => {
    expect(await run(editOf(sampleView()))).toEqual({ outcome: 'delivered', unasked: true });
    expect(slack.calls).toEqual([]);
  });

  test('waits for the own rate limit without calling', async () => {
    limiter.take = async () => 400;
    expect(await run(sampleView())).toEqual({
      outcome: 'retry',
      afterMs: 400,
      why: 'own rate limit',
    });
    expect(slack.calls).toEqual([]);
    expect(attempt.notes).toEqual([]);
  });

  test('waits as long as Slack says, and so does everyone in that channel', async () => {
    slack.faults.next({ kind: 'rate-limited', retryAfter: 7 });
    const limited = await run(sampleView());
    expect(limited).toEqual({ outcome: 'retry', afterMs: 7_000, why: 'rate limited' });
    expect([...limiter.pauses]).toEqual([['slack/post/#incidents', 7_000]]);
    expect(await run(sampleView(), 7_000)).toMatchObject({ outcome: 'delivered' });
    expect(await posts()).toHaveLength(1);
  });
});

const UNCERTAIN: readonly Fault[] = [
  { kind: 'error' },
  { kind: 'error', status: 503 },
  { kind: 'hang' },
  { kind: 'hang-after' },
  { kind: 'cut-before' },
  { kind: 'cut-after' },
  { kind: 'garbage' },
  { kind: 'garbage', status: 502 },
];

describe.each(UNCERTAIN)('after a fault of the kind $kind (status $status)', (fault) => {
  test('a post is made once: looked for, and made again only where Slack has none', async () => {
    slack.faults.next({ ...fault, method: 'chat.postMessage' });
    expect(await run(sampleView())).toMatchObject({ outcome: 'retry', afterMs: 5_000 });
    const accepted = slack.calls[0]?.accepted;

    const early = await run(sampleView(), 1_000);
    expect(early).toMatchObject({ outcome: 'retry', afterMs: 4_000 });
    expect(slack.calls).toHaveLength(1);

    const result = await run(sampleView({ alerts: [{ name: 'Renamed' }] }), SETTLED);
    const [message, ...others] = await posts();
    expect(others).toEqual([]);
    expect(result).toMatchObject({ outcome: 'delivered', handle: { ts: message?.ts } });
    expect(callsOf('chat.postMessage')).toBe(accepted === true ? 1 : 2);
    expect(JSON.stringify(message)).toContain(accepted === true ? 'High error rate' : 'Renamed');
  });

  test('a line is added to the thread once', async () => {
    const view = await worse();
    slack.faults.next({ ...fault, method: 'chat.postMessage' });
    expect(await run(view)).toMatchObject({ outcome: 'retry' });
    expect(await run(view, SETTLED)).toMatchObject({ outcome: 'delivered' });
    expect(await lines()).toHaveLength(1);
    expect((await lines())[0]?.text).toContain('1 more firing: Slow checkout');
    expect(await posts()).toHaveLength(1);
  });

  test('an update is made again', async () => {
    const view = await worse();
    slack.faults.next({ ...fault, method: 'chat.update' });
    expect(await run(view)).toEqual({ outcome: 'retry', why: expect.any(String) });
    expect(await lines()).toEqual([]);
    expect(await run(view, SETTLED)).toMatchObject({ outcome: 'delivered' });
    expect(JSON.stringify(await posts())).toContain('2 alerts firing');
    expect(await lines()).toHaveLength(1);
  });
});

test('a post that is in doubt again and again is made with pauses that may grow', async () => {
  slack.faults.next({ kind: 'error', method: 'chat.postMessage', times: 2 });
  expect(await run(sampleView())).toMatchObject({ outcome: 'retry', afterMs: 5_000 });
  expect(await run(sampleView(), SETTLED)).toEqual({ outcome: 'retry', why: 'HTTP 500' });
  expect(await run(sampleView(), SETTLED + 1_000)).toMatchObject({ afterMs: 4_000 });
  expect(await run(sampleView(), 2 * SETTLED)).toMatchObject({ outcome: 'delivered' });
  expect(await posts()).toHaveLength(1);
});

describe('a message that was posted by an attempt of which nobody heard again', () => {
  test('is found among hundreds', async () => {
    slack.faults.next({ kind: 'cut-after' });
    await run(sampleView());
    const [message] = await posts();
    for (let batch = 0; batch < 10; batch += 1) {
      await Promise.all(Array.from({ length: 21 }, () => chatter()));
    }
    const result = await run(sampleView(), SETTLED);
    expect(result).toMatchObject({ outcome: 'delivered', handle: { ts: message?.ts } });
    expect(callsOf('conversations.history')).toBe(2);
  });

  test('is looked for once: its place is written down', async () => {
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    await run(sampleView());
    const found = await run(sampleView(), SETTLED);
    expect(await run(sampleView(), 2 * SETTLED)).toEqual(found);
    expect(callsOf('conversations.history')).toBe(1);
    expect(await posts()).toHaveLength(1);
  });

  test('belongs to its group alone', async () => {
    slack.faults.next({ kind: 'cut-after' });
    await run(sampleView());
    const other = sampleView({ key: 'ops.other' });
    expect(await adapter.deliver(other, attempts().at(begun + SETTLED))).toMatchObject({
      outcome: 'delivered',
    });
    expect(await posts()).toHaveLength(2);
  });

  test('is waited for a minute while the channel can not be read, then posted again', async () => {
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    slack.faults.next({ kind: 'error', method: 'conversations.history', times: 2 });
    await run(sampleView());
    expect(await run(sampleView(), SETTLED)).toEqual({
      outcome: 'retry',
      why: 'in doubt, and the channel can not be read',
    });
    expect(await run(sampleView(), 61_000)).toMatchObject({ outcome: 'delivered' });
    expect(await posts()).toHaveLength(2);
  });

  test('is still looked for after a later attempt that was made blindly', async () => {
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    slack.faults.next({ kind: 'cut-before', method: 'chat.postMessage' });
    slack.faults.next({ kind: 'error', method: 'conversations.history' });
    await run(sampleView());
    expect(await run(sampleView(), 130_000)).toMatchObject({ outcome: 'retry' });
    expect(await run(sampleView(), 136_000)).toMatchObject({ outcome: 'delivered' });
    expect(await posts()).toHaveLength(1);
  });

  test('is looked for as late as Slack says when reading is limited', async () => {
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    slack.faults.next({ kind: 'rate-limited', retryAfter: 12, method: 'conversations.list' });
    await run(sampleView());
    expect(await run(sampleView(), SETTLED)).toMatchObject({ outcome: 'retry', afterMs: 12_000 });
    expect([...limiter.pauses]).toEqual([['slack/conversations.list', 12_000]]);
    expect(await run(sampleView(), 20_000)).toMatchObject({ outcome: 'delivered' });
    expect(await posts()).toHaveLength(1);
  });

  test('is looked for within limits that all replicas share', async () => {
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    await run(sampleView());
    limiter.take = async ({ key }) => (key === 'slack/conversations.history' ? 9_000 : 0);
    expect(await run(sampleView(), SETTLED)).toEqual({
      outcome: 'retry',
      afterMs: 9_000,
      why: 'own rate limit',
    });
    expect(callsOf('conversations.history')).toBe(0);
    limiter.take = async () => 0;
    expect(await run(sampleView(), 15_000)).toMatchObject({ outcome: 'delivered' });
    expect(await posts()).toHaveLength(1);
  });

  test('is posted again when it is not its turn to be looked for within five minutes', async () => {
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    await run(sampleView());
    limiter.take = async ({ key }) => (key === 'slack/conversations.list' ? 3_600_000 : 0);
    expect(await run(sampleView(), SETTLED)).toMatchObject({ afterMs: 294_000 });
    expect(await run(sampleView(), 300_000)).toMatchObject({ outcome: 'delivered' });
    expect(await posts()).toHaveLength(2);
  });

  test('is looked for without a list of all channels once Slack has said which one it is', async () => {
    await adapter.deliver(sampleView({ key: 'ops.before' }), attempts().at(begun));
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    await run(sampleView());
    expect(await run(sampleView(), SETTLED)).toMatchObject({ outcome: 'delivered' });
    expect(callsOf('conversations.list')).toBe(0);
    expect(await posts()).toHaveLength(2);
  });
});

describe('a message that a person deleted', () => {
  test('is replaced when there is something to tell', async () => {
    const view = await worse();
    await remove(view.handle?.ts);
    const result = await run(view);
    const [message] = await posts();
    expect(result).toMatchObject({ outcome: 'delivered', handle: { ts: message?.ts } });
    expect(message?.ts).not.toBe(view.handle?.ts);
  });

  test('is left alone when there is not', async () => {
    const view = await worse();
    await remove(view.handle?.ts);
    expect(await run(editOf(view))).toEqual({ outcome: 'reject', why: 'the message is gone' });
    expect(await posts()).toEqual([]);
  });
});

describe('an update', () => {
  test('without a notification edits and adds no line', async () => {
    const view = await worse();
    expect(await run(editOf(view))).toMatchObject({ outcome: 'delivered' });
    expect(JSON.stringify(await posts())).toContain('2 alerts firing');
    expect(await lines()).toEqual([]);
  });

  test('of a notification without news adds no line either', async () => {
    const { handle } = await worse();
    const told = { at: begun, firing: ['a', 'b'], resolved: [] };
    const view = worseView({ told, due: DUE, ...(handle !== undefined && { handle }) });
    expect(await run(view)).toMatchObject({ outcome: 'delivered' });
    expect(await lines()).toEqual([]);
  });

  test('is not made again while only its line has to wait', async () => {
    const view = await worse();
    slack.faults.next({ kind: 'rate-limited', method: 'chat.postMessage', times: 2 });
    expect(await run(view)).toMatchObject({ outcome: 'retry' });
    expect(await run(view, 1_000)).toMatchObject({ outcome: 'retry' });
    expect(await run(view, 2_000)).toMatchObject({ outcome: 'delivered' });
    expect(callsOf('chat.update')).toBe(1);
    expect(await lines()).toHaveLength(1);
  });

  test('is made again when the group has changed while its line had to wait', async () => {
    const view = await worse();
    slack.faults.next({ kind: 'rate-limited', method: 'chat.postMessage' });
    expect(await run(view)).toMatchObject({ outcome: 'retry' });
    const over = changed(view, [{ fingerprint: 'a', until: 1 }]);
    expect(await run(over, 1_000)).toMatchObject({ outcome: 'delivered' });
    expect(JSON.stringify(await posts())).toContain('🟢');
  });

  test('is made again after one of which nobody knows whether it was made', async () => {
    const view = await worse();
    slack.faults.next({ kind: 'rate-limited', method: 'chat.postMessage' });
    expect(await run(view)).toMatchObject({ outcome: 'retry' });
    slack.faults.next({ kind: 'cut-after', method: 'chat.update' });
    expect(await run(changed(view, [{ name: 'Renamed' }]), 1_000)).toMatchObject({
      outcome: 'retry',
    });
    expect(JSON.stringify(await posts())).toContain('Renamed');
    expect(await run(view, 2_000)).toMatchObject({ outcome: 'delivered' });
    expect(JSON.stringify(await posts())).toContain('2 alerts firing');
  });

  test('waits as long as Slack says, and so does every update', async () => {
    const view = await worse();
    slack.faults.next({ kind: 'rate-limited', retryAfter: 3, method: 'chat.update' });
    expect(await run(view)).toMatchObject({ outcome: 'retry', afterMs: 3_000 });
    expect(limiter.pauses.get('slack/update')).toBe(3_000);
  });
});

test('what was over before it could be posted is not, also after a call that did not arrive', async () => {
  slack.faults.next({ kind: 'cut-before' });
  expect(await run(sampleView())).toMatchObject({ outcome: 'retry' });
  const over = sampleView({ alerts: [{ until: 1 }] });
  expect(await run(over, SETTLED)).toEqual({ outcome: 'delivered', unasked: true });
  expect(await workspace.messages(CHANNEL)).toEqual([]);
});

describe('what asking again would not help is rejected with Slack’s word for it', () => {
  test('a channel that is archived', async () => {
    slack.channels.archive(`#${CHANNEL}`);
    expect(await run(sampleView())).toMatchObject({ outcome: 'reject', why: 'is_archived' });
    slack.channels.unarchive(`#${CHANNEL}`);
    const view = await worse();
    slack.channels.archive(`#${CHANNEL}`);
    expect(await run(view)).toMatchObject({ outcome: 'reject', why: 'is_inactive' });
  });

  test('a channel that the bot is not in', async () => {
    slack.channels.leave(`#${CHANNEL}`);
    expect(await run(sampleView())).toMatchObject({ outcome: 'reject', why: 'not_in_channel' });
    const handle = { channel: workspace.channelId(CHANNEL), ts: '1.1' };
    expect(await run(worseView({ handle }), 100)).toMatchObject({ outcome: 'reject' });
  });

  test('a channel that it is taken out of while a post is in doubt', async () => {
    slack.faults.next({ kind: 'cut-before' });
    await run(sampleView());
    slack.channels.leave(`#${CHANNEL}`);
    expect(await run(sampleView(), SETTLED)).toMatchObject({
      outcome: 'reject',
      why: 'not_in_channel',
    });
  });

  test('a channel that does not exist, in doubt or not', async () => {
    adapter = adapterWith(workspace.botToken, '#nowhere');
    slack.faults.next({ kind: 'cut-before' });
    expect(await run(sampleView())).toMatchObject({ outcome: 'retry' });
    expect(await run(sampleView(), SETTLED)).toMatchObject({
      outcome: 'reject',
      why: 'channel_not_found',
    });
  });

  test('a token that is wrong', async () => {
    adapter = adapterWith('xoxb-wrong');
    expect(await run(sampleView())).toMatchObject({ outcome: 'reject', why: 'invalid_auth' });
  });

  test('a line that can not be added', async () => {
    const view = await worse();
    slack.channels.leave(`#${CHANNEL}`);
    expect(await run(view)).toMatchObject({ outcome: 'reject', why: 'not_in_channel' });
  });
});

async function chatter(): Promise<void> {
  const response = await fetch(`${workspace.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel: workspace.channelId(CHANNEL), text: 'chatter' }),
  });
  await response.text();
}

async function remove(ts: string | undefined): Promise<void> {
  await createSlackClient(workspace.botToken, slack.apiUrl).chat.delete({
    channel: workspace.channelId(CHANNEL),
    ts: ts ?? '',
  });
}
