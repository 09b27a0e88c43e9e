import { ErrorCode } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FaultKind } from '../../../demo/faults.ts';
import { startSlackProxy, type SlackProxy } from '../../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { createLookup } from '../../../src/delivery/slack/lookup.ts';
import { postBulletin } from '../../../src/delivery/slack/post-bulletin.ts';
import type { PostTools } from '../../../src/delivery/slack/post-once.ts';
import { SLACK_LIMITS } from '../../../src/delivery/slack/slack-limits.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { openLimiter, type OpenLimiter } from '../support/attempts.ts';

let workspace: Workspace;
let slack: SlackProxy;
let limiter: OpenLimiter;
let weeks = 0;

beforeAll(async () => {
  workspace = await startWorkspace({ channels: ['ops'] });
  slack = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl });
});
beforeEach(() => {
  limiter = openLimiter();
  weeks += 1;
});
afterAll(async () => {
  await slack.stop();
  await workspace.stop();
});

/** This week's, as by a process of its own. */
function post(tools: Partial<PostTools> = {}): Promise<void> {
  const client = createSlackClient(workspace.botToken, slack.apiUrl, 800);
  const { channelIds } = createMemoryStore(Date.now);
  const lookup = createLookup(client, { limiter, channelIds }, SLACK_LIMITS);
  const bulletin = { title: `Week ${weeks}`, parts: [{ heading: 'In short', lines: ['quiet'] }] };
  const wanted = { id: `week ${weeks}`, channel: '#ops', bulletin, since: Date.now() - 60_000 };
  return postBulletin({ client, limiter, lookup, ...tools }, wanted, SLACK_LIMITS);
}

async function posted(): Promise<number> {
  const all = await workspace.messages('ops');
  return all.filter(({ text }) => text.startsWith(`Week ${weeks}.`)).length;
}

test('a bulletin is posted in the turn of its channel', async () => {
  await post();
  expect(limiter.taken.at(-1)).toBe('slack/post/#ops');
  const waits = [20, 10, 0];
  const asked: string[] = [];
  const take = async ({ key }: { readonly key: string }) => {
    asked.push(key);
    return key.startsWith('slack/post') ? (waits.shift() ?? 0) : 0;
  };
  weeks += 1;
  await post({ limiter: { ...limiter, take } });
  expect(asked.filter((key) => key.startsWith('slack/post'))).toHaveLength(3);
  expect(await posted()).toBe(1);
});

test.each<FaultKind>(['cut-after', 'hang-after', 'cut-before', 'error'])(
  'a bulletin is there once, whatever became of the first call: %s',
  async (kind) => {
    slack.faults.next({ kind, method: 'chat.postMessage' });
    await expect(post()).rejects.toBeInstanceOf(Error);
    await post();
    await post();
    expect(await posted()).toBe(1);
  },
);

test('a channel that can not be read now is not written to', async () => {
  slack.faults.next({ kind: 'error', method: 'conversations.list' });
  await expect(post()).rejects.toBeInstanceOf(Error);
  expect(await posted()).toBe(0);
});

test('a channel that nobody may read is written to', async () => {
  const refused = { code: ErrorCode.PlatformError, data: { error: 'missing_scope' } };
  const find = async () => Promise.reject(Object.assign(new Error('no'), refused));
  await post({ lookup: { find, learn: async () => {}, lastIdOf: async () => undefined } });
  expect(await posted()).toBe(1);
});

test('a limit that Slack tells of is kept for the whole channel', async () => {
  slack.faults.next({ kind: 'rate-limited', retryAfter: 7, method: 'chat.postMessage' });
  await expect(post()).rejects.toBeInstanceOf(Error);
  expect(limiter.pauses.get('slack/post/#ops')).toBe(7_000);
});
