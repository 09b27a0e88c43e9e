import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SlackProxy } from '../../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { createMentions } from '../../../src/delivery/slack/mentions.ts';
import type { FindOnDuty } from '../../../src/delivery/slack/on-duty.ts';
import { createSlackAdapter } from '../../../src/delivery/slack/send.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { attempts, openLimiter } from '../support/attempts.ts';
import { CHANNEL, messagesIn, startAnew } from '../support/slack-channel.ts';
import { DUE, NOON, sampleView } from '../support/views.ts';

let workspace: Workspace;
let slack: SlackProxy;

beforeAll(async () => {
  workspace = await startWorkspace({ channels: [CHANNEL] });
});
afterAll(() => workspace.stop());
beforeEach(async () => {
  slack = await startAnew(workspace);
  return () => slack.stop();
});

const find: FindOnDuty = async (schedule) =>
  schedule === 'payments'
    ? { outcome: 'found', name: 'Ana Ruiz', user: 'U0ANA1234', channel: 'D0ANA1234' }
    : { outcome: 'reject', why: 'nobody is on call' };

const mentions = createMentions(find);

test.each([
  ['@oncall:payments', '<@U0ANA1234>'],
  ['<!here>, @oncall:payments, please', '<!here>, <@U0ANA1234>, please'],
  ['@oncall:payments @oncall:data', '<@U0ANA1234> (on call for data: nobody to mention)'],
  ['@oncall:<!channel>', '(on call for &lt;!channel&gt;: nobody to mention)'],
  ['<!subteam^S0PAGED>', '<!subteam^S0PAGED>'],
])('%s calls whoever is on call now', async (written, called) => {
  expect(await mentions(written, NOON)).toBe(called);
});

test('a channel’s message, and a line of its thread, call whoever is on call', async () => {
  const limiter = openLimiter();
  const adapter = createSlackAdapter(
    createSlackClient(workspace.botToken, slack.apiUrl, 1_000),
    { limiter, channelIds: createMemoryStore(Date.now).channelIds },
    { channel: `#${CHANNEL}`, mention: '@oncall:payments', mentions },
  );
  const first = await adapter.deliver(sampleView(), attempts().at(NOON));
  const told = { at: NOON, firing: ['a'], resolved: [] };
  const handle = first.outcome === 'delivered' ? (first.handle ?? {}) : {};
  const due = { ...DUE, reason: 'escalated', mention: '@oncall:payments' } as const;
  await adapter.deliver(
    sampleView({ alerts: [{ fingerprint: 'a' }], delivery: { told, handle, due } }),
    attempts().at(NOON),
  );
  const called = slack.calls
    .filter(({ method }) => method === 'chat.postMessage')
    .map(({ args }) => JSON.stringify(args));
  expect(called).toHaveLength(2);
  for (const one of called) {
    expect(one).toContain('<@U0ANA1234>');
    expect(one).not.toContain('@oncall');
  }
  expect((await messagesIn(workspace)).lines).toHaveLength(1);
});
