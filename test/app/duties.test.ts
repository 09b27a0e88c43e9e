import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeAuthority } from '../../demo/certificates.ts';
import { startPagerDuty, type PagerDuty } from '../../demo/pagerduty.ts';
import { startSlackProxy, type SlackProxy } from '../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../demo/slack/workspace.ts';
import { createChatDuties, createFindOnDuty } from '../../src/app/duties.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createSlackClient } from '../../src/delivery/slack/client.ts';
import { createSlackUsers } from '../../src/delivery/slack/users.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const EVENING = Date.parse('2026-03-04T18:00:00Z');
const MINUTE = 60_000;
const TOKEN = 'rest-api-token';

let folder: string;
let pagerduty: PagerDuty;
let workspace: Workspace;
let slack: SlackProxy;
let text: string;
let now: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-duties-'));
  const caFile = path.join(folder, 'ca.pem');
  const authority = await makeAuthority();
  await writeFile(caFile, authority.caPem);
  const schedule = 'PSCHED1';
  pagerduty = await startPagerDuty({
    tls: await authority.serverCertificate(),
    apiToken: TOKEN,
    onCall: [
      { schedule, name: 'Ana Ruiz', email: 'ana@example.com', start: NOON, end: EVENING },
      { schedule: 'PSCHED2', name: 'Zoe', email: 'zoe@example.com', start: NOON, end: EVENING },
    ],
  });
  workspace = await startWorkspace({ channels: ['incidents'] });
  slack = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl });
  slack.people.email(workspace.userIds['ana'] ?? '', 'ana@example.com');
  text = `
slack: { bot_token: "${workspace.botToken}", api_url: "${slack.apiUrl}" }
pagerduty: { api_url: "${pagerduty.apiUrl}", ca_file: "${caFile}", api_token: "${TOKEN}" }
oncall: [ { name: payments, pagerduty: PSCHED1 }, { name: data, pagerduty: PSCHED2 } ]`;
});
afterAll(async () => {
  await Promise.all([slack.stop(), pagerduty.stop()]);
  await workspace.stop();
  await rm(folder, { recursive: true, force: true });
});

function configOf(words: string) {
  const { config, problems } = loadConfig({ text: words, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return config;
}

function partsAt(at: number) {
  now = at;
  const { knownDuties, limiter } = createMemoryStore(() => now);
  return { knownDuties, limiter, now: () => now, onUnknown: () => {} };
}

function findWith(parts: ReturnType<typeof partsAt>) {
  const find = createFindOnDuty(configOf(text), parts);
  if (find === undefined) throw new Error('nobody can be found');
  return find;
}

test('who is on call in PagerDuty is found in Slack by their address; while it is away, who last was', async () => {
  const parts = partsAt(NOON);
  const ana = { outcome: 'found', name: 'Ana Ruiz', user: workspace.userIds['ana'] };
  const found = await findWith(parts)('payments', now);
  expect(found).toMatchObject({ ...ana, channel: expect.stringMatching(/^D/u) });
  expect(found).not.toHaveProperty('asOf');

  pagerduty.faults.next({ kind: 'error', action: 'GET /oncalls', times: 1 });
  now += 10 * MINUTE;
  // As after a restart: nothing is remembered but in the store.
  expect(await findWith(parts)('payments', now)).toMatchObject({ ...ana, asOf: NOON });
});

test('where it never was known who is on call that is tried again', async () => {
  pagerduty.faults.next({ kind: 'error', action: 'GET /oncalls', times: 1 });
  expect(await findWith(partsAt(NOON))('payments', now)).toMatchObject({
    outcome: 'retry',
    why: expect.stringContaining('PagerDuty does not say who is on call'),
  });
});

test('whom Slack does not know is named', async () => {
  expect(await findWith(partsAt(NOON))('data', now)).toMatchObject({
    outcome: 'reject',
    why: 'Zoe, who is on call for data, is not known in Slack',
  });
});

test('without schedules, or without Slack, there is nobody to be found', () => {
  const parts = partsAt(NOON);
  expect(
    createFindOnDuty(configOf('slack: { bot_token: x, app_token: y }'), parts),
  ).toBeUndefined();
  const unset = text.replace(/^slack:.*$/mu, '');
  expect(createFindOnDuty(configOf(unset), parts)).toBeUndefined();
});

test('the chat shows people as Slack knows them, and the others by their names', async () => {
  const parts = partsAt(NOON);
  const users = createSlackUsers(
    createSlackClient(workspace.botToken, slack.apiUrl),
    parts.limiter,
  );
  const onCall = createChatDuties(configOf(text), parts, users);
  expect(await onCall?.who({ at: now })).toMatchObject([
    { name: 'Ana Ruiz', slackUser: workspace.userIds['ana'] },
    { name: 'Zoe', email: 'zoe@example.com' },
  ]);
  slack.faults.next({ kind: 'error', method: 'users.lookupByEmail', times: 2 });
  const unsure = createSlackUsers(
    createSlackClient(workspace.botToken, slack.apiUrl),
    parts.limiter,
  );
  const again = await createChatDuties(configOf(text), parts, unsure)?.who({ at: now });
  expect(again?.map(({ name }) => name)).toEqual(['Ana Ruiz', 'Zoe']);
  expect(again?.[0]).not.toHaveProperty('slackUser');
});
