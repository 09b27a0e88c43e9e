import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SlackProxy } from '../../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';
import type { Adapter } from '../../../src/delivery/adapter.ts';
import type { ChannelIds } from '../../../src/engine/ports/channel-ids.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { attempts, openLimiter } from '../support/attempts.ts';
import { adapterFor, CHANNEL, messagesIn, startAnew } from '../support/slack-channel.ts';
import { sampleView } from '../support/views.ts';

let workspace: Workspace;
let slack: SlackProxy;
let channelIds: ChannelIds;

beforeAll(async () => {
  workspace = await startWorkspace({ channels: [CHANNEL] });
});
afterAll(() => workspace.stop());

beforeEach(async () => {
  slack = await startAnew(workspace);
  ({ channelIds } = createMemoryStore(Date.now));
  return () => slack.stop();
});

/** The adapter of a process that has just started. */
function anew(): Adapter {
  return adapterFor(slack, openLimiter(), { token: workspace.botToken, channelIds });
}

const run = (attempt = attempts()) => anew().deliver(sampleView(), attempt.at(Date.now()));

test('a channel that was renamed is written to by its id, and that is said', async () => {
  expect(await run()).toMatchObject({ outcome: 'delivered', handle: expect.anything() });
  slack.channels.rename(CHANNEL, 'war-room');
  const id = workspace.channelId(CHANNEL);
  expect(await run()).toMatchObject({
    outcome: 'delivered',
    handle: { channel: id },
    diagnosis: {
      concerns: 'address',
      problem: 'the channel was renamed to #war-room; it is still written to, by its id',
      remedy: expect.stringContaining(id),
      isReached: true,
    },
  });
  expect((await messagesIn(workspace)).posts).toHaveLength(2);
});

test('a post to it of which the answer is lost is found, not made again', async () => {
  await channelIds.keep(`#${CHANNEL}`, workspace.channelId(CHANNEL));
  slack.channels.rename(CHANNEL, 'war-room');
  const attempt = attempts();
  const begun = Date.now();
  slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage', channel: CHANNEL });
  const adapter = anew();
  expect(await adapter.deliver(sampleView(), attempt.at(begun))).toMatchObject({
    outcome: 'retry',
  });
  const found = await anew().deliver(sampleView(), attempt.at(begun + 6_000));
  expect(found).toMatchObject({ outcome: 'delivered', handle: { channel: expect.any(String) } });
  expect((await messagesIn(workspace)).posts).toHaveLength(1);
});

test('a channel of which nobody ever knew the id is not there', async () => {
  slack.channels.rename(CHANNEL, 'war-room');
  expect(await run()).toMatchObject({ outcome: 'reject', why: 'channel_not_found' });
});

test('a name that another channel has by now is that channel', async () => {
  await channelIds.keep(`#${CHANNEL}`, 'C0OTHER0000');
  const result = await run();
  expect(result).toMatchObject({ outcome: 'delivered' });
  expect(result).not.toHaveProperty('diagnosis');
  expect(await channelIds.idOf(`#${CHANNEL}`)).toBe(workspace.channelId(CHANNEL));
});
