import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SlackProxy } from '../../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';
import type { Handle } from '../../../src/alert/group.ts';
import type { Adapter, DeliveryResult } from '../../../src/delivery/adapter.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { createDirectMessageAdapter } from '../../../src/delivery/slack/direct-message.ts';
import { createOnDuty } from '../../../src/delivery/slack/on-duty.ts';
import { createSlackUsers } from '../../../src/delivery/slack/users.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import type { Duty } from '../../../src/engine/ports/on-call.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { saidTo } from '../../support/direct-messages.ts';
import { attempts, openLimiter, type Attempts } from '../support/attempts.ts';
import { startAnew } from '../support/slack-channel.ts';
import { editOf, NOON, sampleView, type GroupSample } from '../support/views.ts';

const SETTLED = 6_000;

let workspace: Workspace;
let slack: SlackProxy;
let adapter: Adapter;
let attempt: Attempts;
let begun: number;
/** Who is on call now; undefined while nobody can say. */
let onCall: readonly Duty[] | undefined;
let ana: Duty;
let ben: Duty;

beforeAll(async () => {
  workspace = await startWorkspace({
    channels: ['incidents'],
    users: [
      { name: 'ana', realName: 'Ana Ruiz' },
      { name: 'ben', realName: 'Ben Ode' },
    ],
  });
});
afterAll(() => workspace.stop());

beforeEach(async () => {
  slack = await startAnew(workspace);
  const { ana: anaId = '', ben: benId = '' } = workspace.userIds;
  ana = { schedule: 'payments', name: 'Ana Ruiz', slackUser: anaId };
  ben = { schedule: 'payments', name: 'Ben Ode', email: 'ben@example.com' };
  slack.people.email(benId, 'Ben@example.com');
  onCall = [ana];
  const limiter = openLimiter();
  const client = createSlackClient(workspace.botToken, slack.apiUrl, 1_000);
  const find = createOnDuty(
    {
      schedules: ['payments'],
      async who() {
        if (onCall === undefined)
          throw new Error('PagerDuty does not say who is on call: HTTP 500');
        return onCall;
      },
    },
    createSlackUsers(client, limiter),
  );
  const { channelIds } = createMemoryStore(Date.now);
  adapter = createDirectMessageAdapter(
    client,
    { limiter, channelIds, find },
    { schedule: 'payments' },
  );
  attempt = attempts();
  begun = Date.now();
  return () => slack.stop();
});

/** One run of the delivery, some milliseconds after the first. */
function run(view: DeliveryView, after = 0): Promise<DeliveryResult> {
  return adapter.deliver(view, attempt.at(begun + after));
}

const wordsTo = async (name: string) => JSON.stringify(await saidTo(workspace, name));

/** The group once somebody was told of it: it fires still, and there is something new to tell. */
async function told(sample: GroupSample = {}): Promise<DeliveryView> {
  const first = await adapter.deliver(sampleView(), attempts().at(begun));
  const handle: Handle = first.outcome === 'delivered' ? (first.handle ?? {}) : {};
  return later(handle, sample);
}

function later(handle: Handle, sample: GroupSample = {}): DeliveryView {
  const said = { at: NOON, firing: ['a'], resolved: [] };
  return sampleView({
    alerts: [{ fingerprint: 'a' }, { fingerprint: 'b', name: 'Slow checkout' }],
    ...sample,
    delivery: { told: said, handle, ...sample.delivery },
  });
}

function callsOf(method: string): number {
  return slack.calls.filter((call) => call.method === method).length;
}

describe('whoever is on call', () => {
  test('is told in their own conversation, and why they are', async () => {
    const result = await run(sampleView());
    const [message, ...others] = await saidTo(workspace, 'ana');
    expect(others).toEqual([]);
    expect(result).toMatchObject({
      outcome: 'delivered',
      handle: { channel: message?.channel, ts: message?.ts, user: ana.slackUser },
    });
    expect(JSON.stringify(message)).toContain('High error rate');
    expect(JSON.stringify(message)).toContain('you are on call for payments');
    expect(message?.text).toContain('you are on call for payments');
  });

  test('is found by their e-mail address, which is asked for once', async () => {
    onCall = [ben];
    expect(await run(sampleView())).toMatchObject({ outcome: 'delivered' });
    await adapter.deliver(sampleView({ key: 'ops.other' }), attempts().at(begun));
    expect(await saidTo(workspace, 'ben')).toHaveLength(2);
    expect(callsOf('users.lookupByEmail')).toBe(1);
    expect(callsOf('conversations.open')).toBe(1);
  });

  test('of several, is the first that Slack knows', async () => {
    onCall = [{ schedule: 'payments', name: 'Zoe' }, ben, ana];
    await run(sampleView());
    expect(await saidTo(workspace, 'ben')).toHaveLength(1);
    expect(await saidTo(workspace, 'ana')).toEqual([]);
  });

  test('sees the message change, hears in its thread, and sees it end', async () => {
    const view = await told();
    const changed = await run(view);
    expect(changed).toMatchObject({ outcome: 'delivered', handle: { user: ana.slackUser } });
    expect(await wordsTo('ana')).toContain('2 alerts firing');
    expect(await wordsTo('ana')).toContain('1 more firing: Slow checkout');
    const handle = changed.outcome === 'delivered' ? (changed.handle ?? {}) : {};
    const over = later(handle, { alerts: [{ fingerprint: 'a', until: 1 }] });
    await adapter.deliver(over, attempts().at(begun));
    expect((await saidTo(workspace, 'ana'))[0]?.text).toContain('🟢');
  });

  test('is not written to of what nobody asked for', async () => {
    expect(await run(editOf(sampleView()))).toEqual({ outcome: 'delivered', unasked: true });
    expect(slack.calls).toEqual([]);
  });

  test('who last was is told, and that nobody can say, as long as the message lives', async () => {
    onCall = [{ ...ana, asOf: begun - 60_000 }];
    const result = await run(sampleView());
    expect(result).toMatchObject({ outcome: 'delivered', remark: expect.stringContaining('Ana') });
    expect(await wordsTo('ana')).toContain(
      'you were on call for payments when that was last known',
    );
    onCall = [ana];
    const handle = result.outcome === 'delivered' ? (result.handle ?? {}) : {};
    await adapter.deliver(later(handle), attempts().at(begun));
    expect((await saidTo(workspace, 'ana'))[0]?.text).toContain('when that was last known');
  });
});

describe('where nobody can be told', () => {
  test.each<[string, () => readonly Duty[] | undefined, string, object]>([
    [
      'because nobody is on call',
      () => [],
      'nobody is on call for payments',
      { outcome: 'reject' },
    ],
    [
      'because Slack knows nobody with that address',
      () => [{ ...ben, email: 'other@example.com' }],
      'Ben Ode, who is on call for payments, is not known in Slack',
      { outcome: 'reject' },
    ],
    [
      'because nobody can say who is on call',
      () => undefined,
      'PagerDuty does not say who is on call: HTTP 500',
      { outcome: 'retry' },
    ],
  ])('%s, it says so of this place alone', async (_, duties, problem, outcome) => {
    onCall = duties();
    expect(await run(sampleView())).toMatchObject({
      ...outcome,
      why: problem,
      diagnosis: { concerns: 'address', problem, remedy: expect.any(String) },
    });
    expect(callsOf('chat.postMessage')).toBe(0);
  });

  test('because their account was deactivated, it says so', async () => {
    slack.people.mark(ana.slackUser ?? '', { deleted: true });
    expect(await run(sampleView())).toMatchObject({
      outcome: 'reject',
      why: 'user_disabled',
      diagnosis: { concerns: 'address' },
    });
  });

  test('who was deactivated is nobody that Slack knows by an address', async () => {
    onCall = [ben];
    slack.people.mark(workspace.userIds['ben'] ?? '', { deleted: true });
    expect(await run(sampleView())).toMatchObject({ why: expect.stringContaining('not known') });
  });

  test.each(['users.lookupByEmail', 'conversations.open'])(
    'a failing %s is tried again, and not taken for an answer',
    async (method) => {
      onCall = [ben];
      slack.faults.next({ kind: 'error', status: 503, method });
      expect(await run(sampleView())).toEqual({ outcome: 'retry', why: 'HTTP 503' });
      slack.faults.next({ kind: 'rate-limited', retryAfter: 7, method });
      expect(await run(sampleView())).toMatchObject({ outcome: 'retry', afterMs: 7_000 });
      expect(await run(sampleView())).toMatchObject({ outcome: 'delivered' });
      expect(await saidTo(workspace, 'ben')).toHaveLength(1);
    },
  );
});

describe('when somebody else is on call by the next notification', () => {
  test('they are told, and the former message says so and is closed', async () => {
    const view = await told();
    onCall = [ben];
    const result = await run(view);
    const [message] = await saidTo(workspace, 'ben');
    expect(result).toMatchObject({
      outcome: 'delivered',
      handle: { channel: message?.channel, ts: message?.ts, user: workspace.userIds['ben'] },
    });
    expect(JSON.stringify(message)).toContain('2 alerts firing');
    const [former, ...others] = await saidTo(workspace, 'ana');
    expect(others).toEqual([]);
    expect(former?.text).toContain('Ben Ode is on call now, and was told');
    expect(JSON.stringify(former)).not.toContain('actions');
  });

  test.each<[string, GroupSample]>([
    [
      'somebody has it on',
      { standing: { acknowledged: { by: 'Ana Ruiz', at: NOON, severity: 'critical' } } },
    ],
    ['it is over', { alerts: [{ fingerprint: 'a', until: 1 }] }],
  ])('it stays where it is when %s', async (_, sample) => {
    const view = await told(sample);
    onCall = [ben];
    await run(view);
    expect(await saidTo(workspace, 'ben')).toEqual([]);
    expect(await wordsTo('ana')).not.toContain('Ben Ode');
  });

  test('a mere change stays where it is', async () => {
    const view = editOf(await told());
    onCall = [ben];
    await run(view);
    expect(await saidTo(workspace, 'ben')).toEqual([]);
    expect(await wordsTo('ana')).toContain('2 alerts firing');
  });

  test.each<[string, () => readonly Duty[] | undefined]>([
    ['nobody', () => []],
    ['somebody that Slack does not know', () => [{ schedule: 'payments', name: 'Zoe' }]],
    ['nobody knows who', () => undefined],
  ])('it stays where it is, and that is said, when that is %s', async (_, duties) => {
    const view = await told();
    onCall = duties();
    expect(await run(view)).toMatchObject({
      outcome: 'delivered',
      handle: { user: ana.slackUser },
      diagnosis: {
        concerns: 'address',
        problem: expect.stringContaining('it stays with who was told before'),
        isReached: true,
      },
    });
    expect(await wordsTo('ana')).toContain('1 more firing: Slow checkout');
  });

  test('and the former one can not be closed now, that is made up for; nobody is told twice', async () => {
    const view = await told();
    onCall = [ben];
    slack.faults.next({ kind: 'error', method: 'chat.update' });
    expect(await run(view)).toMatchObject({ outcome: 'retry' });
    // By then it is over: who has it now hears of that next.
    const over = later(view.handle ?? {}, { alerts: [{ fingerprint: 'a', until: 1 }] });
    const result = await run(over, 1_000);
    expect(result).toMatchObject({
      outcome: 'delivered',
      handle: { user: workspace.userIds['ben'] },
      said: { firing: ['a', 'b'] },
    });
    expect(await saidTo(workspace, 'ben')).toHaveLength(1);
    expect((await saidTo(workspace, 'ana'))[0]?.text).toContain('Ben Ode is on call now');
  });

  test('and the former one is gone from Slack, nothing waits for that', async () => {
    const view = await told();
    onCall = [ben];
    const gone = { ...view, handle: { ...view.handle, ts: '1.000001' } };
    expect(await run(gone)).toMatchObject({ outcome: 'delivered' });
    expect(await saidTo(workspace, 'ben')).toHaveLength(1);
  });
});

describe('a post of which nobody heard again', () => {
  test('is looked for with who was written to, whoever is on call by then', async () => {
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    expect(await run(sampleView())).toMatchObject({ outcome: 'retry' });
    onCall = [ben];
    expect(await run(sampleView(), SETTLED)).toMatchObject({
      outcome: 'delivered',
      handle: { user: ana.slackUser },
    });
    expect(await saidTo(workspace, 'ana')).toHaveLength(1);
    expect(await saidTo(workspace, 'ben')).toEqual([]);
  });

  test('and that did not arrive is posted to who is on call by then', async () => {
    slack.faults.next({ kind: 'cut-before', method: 'chat.postMessage' });
    expect(await run(sampleView())).toMatchObject({ outcome: 'retry' });
    onCall = [ben];
    expect(await run(sampleView(), SETTLED)).toMatchObject({ outcome: 'delivered' });
    expect(await saidTo(workspace, 'ana')).toEqual([]);
    expect(await saidTo(workspace, 'ben')).toHaveLength(1);
  });

  test('at a change of who is on call is found though all is over, and closed there', async () => {
    const view = await told();
    onCall = [ben];
    slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    expect(await run(view)).toMatchObject({ outcome: 'retry' });
    const over = later(view.handle ?? {}, { alerts: [{ fingerprint: 'a', until: 1 }] });
    const found = await run(over, SETTLED);
    expect(found).toMatchObject({
      outcome: 'delivered',
      handle: { user: workspace.userIds['ben'] },
      said: { firing: ['a', 'b'] },
    });
    const handle = found.outcome === 'delivered' ? (found.handle ?? {}) : {};
    await adapter.deliver(
      later(handle, { alerts: [{ fingerprint: 'a', until: 1 }] }),
      attempts().at(begun),
    );
    const all = await saidTo(workspace, 'ben');
    expect(all[0]?.text).toContain('🟢');
    expect((await saidTo(workspace, 'ana'))[0]?.text).toContain('Ben Ode is on call now');
  });
});
