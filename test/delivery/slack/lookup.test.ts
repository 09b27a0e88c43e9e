import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSlackProxy, type SlackProxy } from '../../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { createLookup, EVENT_TYPE } from '../../../src/delivery/slack/lookup.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { openLimiter } from '../support/attempts.ts';

const LIMIT = { capacity: 1, perSecond: 1 };
const CALLER = { id: 'ops.1 page/slack/0', severity: 'critical' } as const;

let workspace: Workspace;
let slack: SlackProxy;

beforeAll(async () => {
  workspace = await startWorkspace({ channels: ['incidents'] });
  slack = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl });
});
afterAll(async () => {
  await slack.stop();
  await workspace.stop();
});

test('the id of a channel that Slack knows no more is asked for anew', async () => {
  const client = createSlackClient(workspace.botToken, slack.apiUrl);
  const { ts } = await client.chat.postMessage({
    channel: '#incidents',
    text: 'High error rate',
    metadata: { event_type: EVENT_TYPE, event_payload: { effect: 'e1' } },
  });
  const { channelIds } = createMemoryStore(Date.now);
  const tools = { limiter: openLimiter(), channelIds };
  const lookup = createLookup(client, tools, { list: LIMIT, read: LIMIT });
  await lookup.learn('#incidents', 'C0GONE00000');
  const sought = { channel: '#incidents', effect: 'e1', since: Date.now() - 60_000 };
  expect(await lookup.find(sought, CALLER)).toEqual({
    channel: workspace.channelId('incidents'),
    ts,
  });
  await lookup.find(sought, CALLER);
  const tried = slack.calls.filter(({ method }) => method.startsWith('conversations.'));
  expect(tried.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
    'conversations.history channel_not_found',
    'conversations.list ok',
    'conversations.history ok',
    'conversations.history ok',
  ]);
});
