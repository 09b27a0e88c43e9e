import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSlackProxy, type SlackProxy } from '../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../demo/slack/workspace.ts';
import type { Group } from '../../src/alert/group.ts';
import { createSlackClient } from '../../src/delivery/slack/client.ts';
import type { Duty, OnCall } from '../../src/engine/ports/on-call.ts';
import { dutyRow } from '../../src/handlers/commands/oncall.ts';
import { dutiesOf } from '../../src/handlers/duties.ts';
import { onCallBlocks } from '../../src/handlers/home/on-call.ts';
import { messageLink } from '../../src/handlers/message-link.ts';

const NOON = Date.parse('2026-03-04T12:00:00Z');

const asker = { id: 'U0ANA1234', name: 'Ana Ruiz', actor: 'slack:U0ANA1234', why: '' };
const bot = {
  now: () => NOON,
  groups: async function* () {},
  group: async () => undefined,
  firing: async () => [],
  silences: async () => [],
  ask: async () => {},
};

const OTHERS: Duty = { schedule: 'data', name: 'Ben <!here>', slackUser: 'U0BEN1234' };
const OWN: Duty = { schedule: 'payments', name: 'Ana Ruiz', slackUser: asker.id };
const NOBODY_SLACK_KNOWS: Duty = { schedule: 'nights', name: 'Nox' };

function onCallOf(who: OnCall['who']): OnCall {
  return { schedules: [], who };
}

const all = onCallOf(async () => [OTHERS, NOBODY_SLACK_KNOWS, OWN]);
const away = onCallOf(async () => {
  throw new Error('PagerDuty does not say');
});

describe('in the app’s home', () => {
  test('nothing is said of who is on call where no schedule is configured', async () => {
    expect(await onCallBlocks({ bot, asker })).toEqual([]);
  });

  test('you come first, and nobody else is mixed up with you', async () => {
    const said = JSON.stringify(await onCallBlocks({ bot, asker, onCall: all }));
    expect(said.indexOf('You are on call for payments')).toBeLessThan(said.indexOf('data: Ben'));
    expect(said).not.toContain('<@U0ANA1234>');
    expect(said).toContain('<@U0BEN1234>');
    expect(said).toContain('nights: Nox');
  });

  test('it is said that nobody can say', async () => {
    const said = JSON.stringify(await onCallBlocks({ bot, asker, onCall: away }));
    expect(said).toContain('That can not be found out now.');
  });
});

test('what somebody is on call for is nothing while nobody can say', async () => {
  expect(await dutiesOf({ bot, asker, onCall: all })).toEqual([OWN]);
  expect(await dutiesOf({ bot, asker, onCall: away })).toEqual([]);
  expect(await dutiesOf({ bot, asker })).toEqual([]);
});

test('who last was on call is said to be so', () => {
  const { notes } = dutyRow({ ...OWN, asOf: NOON });
  expect(JSON.stringify(notes)).toContain('as last known, at');
});

describe('the link to a group’s message', () => {
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

  test('leads to a channel, where it is not only in somebody’s own conversation', async () => {
    const client = createSlackClient(workspace.botToken, slack.apiUrl);
    const users = workspace.userIds['ana'] ?? '';
    const direct = (await client.conversations.open({ users })).channel?.id ?? '';
    const channel = workspace.channelId('incidents');
    const toldIn = async (...places: string[]): Promise<string | undefined> => {
      const deliveries: Record<string, Group['deliveries'][string]> = {};
      for (const place of places) {
        const { ts = '' } = await client.chat.postMessage({ channel: place, text: 'it fires' });
        deliveries[place] = { wanted: 1, shown: 1, handle: { channel: place, ts } };
      }
      const group = { key: 'a.b', routeId: 'a', labels: {}, createdAt: 0, revision: 1, deliveries };
      return messageLink(group, client);
    };
    expect(await toldIn(direct, channel)).toContain(`/${channel}/`);
    expect(await toldIn(direct)).toContain(`/${direct}/`);
    expect(await toldIn()).toBeUndefined();
  });
});
