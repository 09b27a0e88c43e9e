import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createChecklistTeller } from '../../../src/app/checklists/tell.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { ChecklistMoment, ChecklistRun } from '../../../src/engine/ports/checklist-runs.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { NO_HURRY } from '../../support/bot.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';

/** Before the messages of the stand-in, whose times begin at 1 s. */
const NINE = 0;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DEED = { actor: 'tocsin', action: 'checklist-posted', object: 'daily' } as const;
const RUN: ChecklistRun = {
  id: 'daily-1',
  name: 'daily',
  title: 'Daily check',
  dueAt: NINE,
  closesAt: NINE + 24 * HOUR,
  channel: 'C0OPS',
  assign: '@oncall:platform',
  items: ['Dashboards', 'Backups'].map((title) => ({ title, text: 'Look.' })),
  story: [],
  revision: 1,
};

let redis: TestRedis;
let slack: SlackStandIn;
let store: MemoryStore;
let now: number;

beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.client.flushall();
  now = NINE;
  slack = await startSlackStandIn();
  store = createMemoryStore(() => now);
  await store.checklists.begin(RUN, DEED);
});
afterEach(() => slack.stop());

/** A replica that tells of checklists; who is on call is asked each time. */
function teller(mention: () => string = () => '<@U0ANA>') {
  const text = `slack: { bot_token: xoxb-1, app_token: xapp-1, api_url: "${slack.apiUrl}" }`;
  const { config } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error('the config is wrong');
  const clock = { now: () => now, stop() {} };
  const wiring = { config, redis: redis.client, clock, slackLimits: NO_HURRY };
  return createChecklistTeller(wiring, {
    runs: store.checklists,
    mentions: async (assign) => assign.replace('@oncall:platform', mention()),
  });
}

async function becomes(own: Partial<ChecklistRun>): Promise<void> {
  const run = await store.checklists.find(RUN.id);
  if (run === undefined) throw new Error('it is gone');
  await store.checklists.change({ ...run, ...own, revision: run.revision + 1 });
}

const NOTE: ChecklistMoment = { kind: 'noted', at: NINE, by: 'Ana', item: 0, text: 'slow' };
const posts = () => slack.calls.filter(({ method }) => method === 'chat.postMessage');
const updates = () => slack.calls.filter(({ method }) => method === 'chat.update');

test('a checklist is one message, edited where something changed, with a line for each thing in its thread', async () => {
  const tell = teller();
  await tell(RUN.id);
  await tell(RUN.id);
  expect(posts()).toHaveLength(1);
  expect(updates()).toHaveLength(0);
  await becomes({ story: [NOTE, { kind: 'reminded', at: NINE }] });
  await tell(RUN.id);
  await teller()(RUN.id);
  expect(updates()).toHaveLength(1);
  const [, note, reminder, ...others] = posts().map(({ args }) => [
    args.get('thread_ts'),
    args.get('text'),
  ]);
  expect(others).toEqual([]);
  expect(note).toEqual(['1.000', '📝 Ana on 1. Dashboards: slow']);
  expect(reminder?.[1]).toBe('⏰ 0 of 2. Still to be looked at: Dashboards, Backups. <@U0ANA>');
});

test('one whose message somebody deleted is posted anew with the next change, and told in that thread', async () => {
  const tell = teller();
  await tell(RUN.id);
  slack.messages[0] = { channel: 'C', ts: 'gone', text: '', blocks: '', metadata: '{}' };
  await becomes({ story: [NOTE] });
  await tell(RUN.id);
  await teller()(RUN.id);
  const [, card, note, ...others] = posts().map(({ args }) => [
    args.get('thread_ts'),
    args.get('text')?.split('\n')[0],
  ]);
  expect(card).toEqual([null, 'Daily check: 0 of 2']);
  expect(note).toEqual([slack.messages[1]?.ts, '📝 Ana on 1. Dashboards: slow']);
  expect(others).toEqual([]);
});

test('whoever was on call when it was posted has it, whoever is later', async () => {
  await teller()(RUN.id);
  await becomes({ story: [{ kind: 'reminded', at: NINE }] });
  await teller(() => '<@U0BEN>')(RUN.id);
  const [card] = updates();
  expect(card?.args.get('blocks')).toContain('for <@U0ANA>');
  expect(posts().at(-1)?.args.get('text')).toContain('<@U0ANA>');
});

test('while Slack does not take it, it is asked again after a minute, and it is posted once', async () => {
  const tell = teller();
  slack.faults.set('chat.postMessage', { error: 'internal_error', isDone: true });
  await expect(tell(RUN.id)).rejects.toThrow('internal_error');
  await tell(RUN.id);
  expect(posts()).toHaveLength(1);
  now += MINUTE;
  await tell(RUN.id);
  // It was there already: Slack only did not say so.
  expect(slack.messages).toHaveLength(1);
  expect(await store.checklists.told(RUN.id)).toMatchObject({ ts: '1.000', revision: 1 });
});

test('one that is closed is told to its end, and then no more', async () => {
  const tell = teller();
  await tell(RUN.id);
  await becomes({ closedAt: NINE + 24 * HOUR, story: [{ kind: 'closed', at: NINE + 24 * HOUR }] });
  expect(await store.checklists.unsettled()).toEqual([RUN.id]);
  await tell(RUN.id);
  expect(posts().at(-1)?.args.get('text')).toBe(
    '⌛ Closed: 0 of 2. Nobody looked at: Dashboards, Backups.',
  );
  expect(await store.checklists.unsettled()).toEqual([]);
});

test('what Slack will never take is given up once it is closed', async () => {
  slack.faults.set('chat.postMessage', { error: 'channel_not_found' });
  const tell = teller();
  await expect(tell(RUN.id)).rejects.toThrow('channel_not_found');
  expect(await store.checklists.unsettled()).toEqual([RUN.id]);
  await becomes({ closedAt: NINE + 24 * HOUR });
  now += 24 * HOUR;
  slack.faults.set('chat.postMessage', { error: 'channel_not_found' });
  await expect(tell(RUN.id)).rejects.toThrow('channel_not_found');
  expect(await store.checklists.unsettled()).toEqual([]);
});
