import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createIncidentTeller } from '../../../src/app/incidents/tell.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Incident } from '../../../src/engine/ports/incidents.ts';
import type { IntentEvent } from '../../../src/rules/event.ts';
import type { IncidentSettings } from '../../../src/runbooks/incidents/settings.ts';
import { openedIncident, type Opening } from '../../../src/runbooks/incidents/opened.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { after, ANA, BOB, MINUTE, ORDERS, SETTINGS, T0 } from '../../runbooks/incidents/worlds.ts';
import { NO_HURRY } from '../../support/bot.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';

let redis: TestRedis;
let slack: SlackStandIn;
let store: MemoryStore;
let asked: { readonly event: IntentEvent; readonly id: string | undefined }[];
let refused: string[];

beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.client.flushall();
  slack = await startSlackStandIn();
  store = createMemoryStore(() => T0);
  asked = [];
  refused = [];
});
afterEach(() => slack.stop());

/** A bot that tells of incidents; another one is one that was started anew. */
function teller(settings: IncidentSettings = SETTINGS) {
  const { config } = loadConfig({
    text: `slack: { bot_token: xoxb-1, app_token: xapp-1, api_url: "${slack.apiUrl}" }`,
    env: {},
  });
  if (config === undefined) throw new Error('the config is wrong');
  const clock = { now: () => T0 + MINUTE };
  return createIncidentTeller(
    { config, redis: redis.client, clock, slackLimits: NO_HURRY },
    {
      incidents: store.incidents,
      settings,
      bot: { ask: async (event, id) => void asked.push({ event, id }) },
      onRefused: (_, why) => void refused.push(why),
    },
  );
}

async function open(own: Partial<Opening> = {}): Promise<Incident> {
  const opening = {
    title: 'Checkout is down!',
    severity: 'critical',
    channel: 'C0OPS',
    ...own,
  } as const;
  return store.incidents.begin('a', openedIncident(opening, ANA, SETTINGS, T0));
}

async function now(): Promise<Incident> {
  const found = await store.incidents.find('INC-1');
  if (found === undefined) throw new Error('there is none');
  return found;
}

const called = (method: string) => slack.calls.filter((one) => one.method === method);
const posts = () =>
  called('chat.postMessage').map(({ args }) => [
    args.get('channel'),
    args.get('thread_ts'),
    args.get('text')?.split('\n')[0],
  ]);

describe('an incident is told', () => {
  test('in a card, whose thread is its room, and a line for each thing that happens', async () => {
    await teller()(await open());
    expect((await now()).place).toEqual({ channel: 'C0OPS', threadTs: '1.000' });
    await store.incidents.change(after(await now(), [{ what: 'noted', text: 'Since 02:50' }]));
    const tell = teller();
    await tell(await now());
    await tell(await now());
    expect(posts()).toEqual([
      ['C0OPS', null, '🔴 INC-1 · Checkout is down!'],
      ['C0OPS', '1.000', '📝 Ana: Since 02:50'],
    ]);
  });

  test('once, though whoever told it died before it was written down', async () => {
    const incident = await open();
    await teller()(incident);
    store.state.incidents.told.clear();
    await teller()(await now());
    expect(posts()).toHaveLength(1);
    expect((await store.incidents.told('INC-1'))?.ts).toBe('1.000');
  });

  test('anew where somebody deleted the card, and from then on in that thread', async () => {
    await teller()(await open());
    slack.messages[0] = { channel: 'C', ts: 'gone', text: '', blocks: '', metadata: '{}' };
    await store.incidents.change(after(await now(), [{ what: 'noted', text: 'Since 02:50' }]));
    const tell = teller();
    await tell(await now());
    const severity = { what: 'severity', to: 'error' } as const;
    await store.incidents.change(after(await now(), [severity]));
    await tell(await now());
    await tell(await now());
    const ts = slack.messages[2]?.ts;
    expect((await now()).place).toEqual({ channel: 'C0OPS', threadTs: ts });
    expect(posts().slice(1)).toEqual([
      ['C0OPS', '1.000', '📝 Ana: Since 02:50'],
      ['C0OPS', null, '🟠 INC-1 · Checkout is down!'],
      ['C0OPS', ts, '🟠 Ana says it is error, not critical'],
    ]);
  });

  test('also of what is done in the instant in which it is opened', async () => {
    const incident = await open();
    const [noted] = [after(incident, [{ what: 'noted', text: 'Imagine' }], ANA, T0)];
    const entries = noted.entries.map((one, index) => (index === 0 ? one : { ...one, wish: 'w' }));
    await store.incidents.change({ ...noted, entries });
    await teller()(await now());
    expect(posts()).toContainEqual(['C0OPS', '1.000', '📝 Ana: Imagine']);
  });

  test('to whoever opened it where the bot may not post, and the log says why', async () => {
    slack.faults.set('chat.postMessage', { error: 'not_in_channel' });
    const incident = await open();
    await teller()(incident);
    await teller()(await now());
    expect(posts().slice(1)).toEqual([['U0ANA', null, '🔴 INC-1 · Checkout is down!']]);
    expect(refused).toEqual(['its card in C0OPS: not_in_channel']);
  });

  test('until all is told of one that is over', async () => {
    await teller()(await open());
    await store.incidents.change(after(await now(), [{ what: 'resolved', text: 'A release' }]));
    expect(await store.incidents.unsettled()).toEqual(['INC-1']);
    await teller()(await now());
    expect(await store.incidents.unsettled()).toEqual([]);
    expect(slack.messages[0]?.text).toContain('resolved after');
  });

  test('again later where Slack does not take it', async () => {
    slack.faults.set('chat.postMessage', { error: 'internal_error' });
    const tell = teller();
    const incident = await open();
    await expect(tell(incident)).rejects.toThrow('internal_error');
    await tell(incident);
    expect(called('chat.postMessage')).toHaveLength(1);
    await teller()(incident);
    expect(called('chat.postMessage')).toHaveLength(2);
  });
});

describe('the alert of an incident', () => {
  test('hears of it, with a link to the card, by a wish that is one however often it is asked', async () => {
    await teller()(await open({ group: ORDERS }));
    await store.incidents.noteTold('INC-1', {
      channel: 'C0OPS',
      ts: '1.000',
      shown: '',
      entries: 0,
    });
    await teller()(await now());
    expect(asked.map(({ id }) => id)).toEqual(['incident/INC-1/1', 'incident/INC-1/1']);
    expect(asked[0]?.event).toMatchObject({
      type: 'note',
      group: ORDERS.key,
      by: 'Ana',
      text: 'opened INC-1: Checkout is down!',
      link: 'https://slack.example/message',
    });
  });

  test('hears nothing of a drill', async () => {
    await teller()(await open({ group: ORDERS, isDrill: true }));
    expect(asked).toEqual([]);
    expect(posts()).toEqual([['C0OPS', null, '🔴 DRILL · INC-1 · Checkout is down!']]);
  });
});

describe('with a channel of its own', () => {
  const own = { ...SETTINGS, ownChannel: true };

  test('its people talk there, and those who have it on are asked in', async () => {
    await teller(own)(await open({ commander: BOB }));
    expect(called('conversations.create')[0]?.args.get('name')).toBe('inc-1-checkout-is-down');
    expect(called('conversations.setTopic')[0]?.args.get('topic')).toBe(
      'INC-1 · critical · Checkout is down!',
    );
    expect(called('conversations.invite')[0]?.args.get('users')).toBe('U0ANA,U0BOB');
    expect((await now()).place).toEqual({ channel: '#inc-1-checkout-is-down' });
    expect(posts()).toEqual([
      ['C0OPS', null, '🔴 INC-1 · Checkout is down!'],
      ['#inc-1-checkout-is-down', null, '🔴 INC-1 · Checkout is down!'],
    ]);
  });

  test('that is there already, for who made it died, it is the same', async () => {
    slack.faults.set('conversations.create', { error: 'name_taken' });
    await teller(own)(await open());
    expect((await now()).place?.channel).toBe('#inc-1-checkout-is-down');
    expect(refused).toEqual([]);
  });

  test('whoever is given a role later is asked in before it is said', async () => {
    await teller(own)(await open());
    const wish = { what: 'assigned', role: 'scribe', to: BOB } as const;
    await store.incidents.change(after(await now(), [wish]));
    await teller(own)(await now());
    expect(called('conversations.invite').map(({ args }) => args.get('users'))).toEqual([
      'U0ANA',
      'U0BOB',
    ]);
    expect(posts().at(-1)?.[2]).toBe('<@U0BOB> 🧑‍✈️ Ana made Bob scribe');
  });

  test('whose name is taken where the bot may not post, the thread of the card is its room', async () => {
    const incident = await open();
    await teller()(incident);
    store.state.incidents.records.set('INC-1', incident);
    slack.faults.set('conversations.create', { error: 'name_taken' });
    slack.faults.set('chat.postMessage', { error: 'is_archived' });
    await teller(own)(incident);
    expect((await now()).place).toEqual({ channel: 'C0OPS', threadTs: '1.000' });
    expect(refused).toEqual(['a channel of its own: #inc-1-checkout-is-down: is_archived']);
  });

  test('that Slack refuses, the thread of the card is its room', async () => {
    slack.faults.set('conversations.create', { error: 'missing_scope' });
    await teller(own)(await open());
    expect((await now()).place).toEqual({ channel: 'C0OPS', threadTs: '1.000' });
    expect(refused).toEqual(['a channel of its own: missing_scope']);
  });
});
