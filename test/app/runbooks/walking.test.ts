import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Alert } from '../../../src/alert/alert.ts';
import { isAtLeast } from '../../../src/alert/chat-role.ts';
import { createLiveLibrary } from '../../../src/app/runbooks/live-library.ts';
import { startWalks } from '../../../src/app/runbooks/walking.ts';
import { KEYS } from '../../../src/app/wiring.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import type { ActionRun } from '../../../src/engine/ports/action-runs.ts';
import type { WholeGroup } from '../../../src/engine/ports/groups.ts';
import type { Incident } from '../../../src/engine/ports/incidents.ts';
import type { Asker } from '../../../src/handlers/access/access.ts';
import { WALK_BUTTONS } from '../../../src/handlers/actions/walk.ts';
import { runbookCommand } from '../../../src/handlers/commands/runbook.ts';
import type { ChatRequest } from '../../../src/handlers/request.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import { WALK_VIEW } from '../../../src/handlers/views/walk.ts';
import { createLookQueue } from '../../../src/jobs/look-queue.ts';
import { parseRunbook } from '../../../src/runbooks/format/parse.ts';
import { walksAtHand } from '../../../src/runbooks/walking/at-hand.ts';
import { createRedisActionRuns } from '../../../src/store/redis/action-runs.ts';
import { createRedisAudit } from '../../../src/store/redis/audit.ts';
import { startRedisClock } from '../../../src/store/redis/clock.ts';
import { queuePrefix } from '../../../src/store/redis/keys.ts';
import { createRedisWalks } from '../../../src/store/redis/walks.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { NO_HURRY } from '../../support/bot.ts';
import { noTools } from '../../support/no-tools.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { until } from '../../support/wait.ts';
import { ORDERS_LATE } from '../../runbooks/walking/walks.ts';

const ANA: Asker = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role: 'responder', why: '' };
const BEN: Asker = { id: 'U0BEN', name: 'Ben', actor: 'slack:U0BEN', role: 'responder', why: '' };
const EVE: Asker = { id: 'U0EVE', name: 'Eve', actor: 'slack:U0EVE', role: 'viewer', why: '' };
const EVIL = '<!channel> *bold* <https://evil.example|x>';

let redis: TestRedis;
let slack: SlackStandIn;
let folder: string;
let stops: (() => Promise<unknown>)[];
let asked = 0;

beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.client.flushall();
  slack = await startSlackStandIn();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-walks-'));
  await writeFile(path.join(folder, 'orders-late.md'), ORDERS_LATE);
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  await slack.stop();
  await rm(folder, { recursive: true });
});

interface World {
  /** How far the bot's clock is ahead, in milliseconds. */
  ahead: number;
  /** The runbook as it is begun; its file says what it said at first. */
  readonly text?: string;
  /** What was asked for. */
  readonly wanted?: unknown[];
}

/** A bot, as far as it walks runbooks. */
async function bot(world: World = { ahead: 0 }) {
  const { config } = loadConfig({
    text: `
slack: { bot_token: xoxb-1, app_token: xapp-1, api_url: "${slack.apiUrl}" }
runbooks: { dirs: [${folder}] }
actions: { allow: [{ action: lambda, targets: [add-workers] }] }`,
    env: {},
  });
  if (config === undefined) throw new Error('the config is wrong');
  const real = await startRedisClock(redis.client);
  const clock = { now: () => real.now() + world.ahead };
  const closers: (() => Promise<unknown>)[] = [];
  const trouble = () => {};
  const log = createLog({ level: 'error', secrets: [], destination: { write: trouble } });
  const address = { url: redis.url };
  const library = createLiveLibrary({ dirs: config.runbooks.dirs, base: '.', log });
  library.run();
  closers.push(() => library.close());
  const wiring = { config, redis: redis.client, clock, library, log, closers, address, trouble };
  startWalks({ ...wiring, version: 'test', slackLimits: NO_HURRY, lookEvery: 50 });
  const options = {
    connection: { url: redis.url },
    prefix: queuePrefix('tocsin'),
    onError: trouble,
  };
  const queue = createLookQueue('walks', options);
  const walks = createRedisWalks(redis.client, KEYS);
  const walking = walksAtHand({ walks, now: clock.now, hurry: (id) => queue.add([id]) });
  const stop = async () => {
    await queue.close();
    for (const close of closers.toReversed()) await close();
    real.stop();
  };
  stops.push(stop);
  const registry = { commands: [runbookCommand], actions: WALK_BUTTONS, views: [WALK_VIEW] };
  const parsed = parseRunbook('orders-late.md', world.text ?? ORDERS_LATE);
  const bare = noTools(clock.now, slack.apiUrl);
  const tools = {
    ...bare,
    walking,
    runbooks: { current: () => ({ runbooks: [parsed], problems: [] }) },
    who: async ({ id }: { readonly id: string }) =>
      [ANA, BEN].find((one) => one.id === id) ?? { ...EVE, id },
    bot: {
      ...bare.bot,
      async *groups() {
        yield GROUP;
      },
      group: async () => GROUP,
    },
    alerts: async () => [ALERT],
    incidents: {
      ...bare.incidents,
      open: async () => [INCIDENT, DRILL],
      find: async (id: string) => [INCIDENT, DRILL].find((one) => one.id === id),
    },
    actions: {
      ...bare.actions,
      async ask(wanted: unknown) {
        world.wanted?.push(wanted);
        return { key: 'run-1' };
      },
    },
  };
  /** Undefined where it was done without a word. */
  async function act(request: ChatRequest, asker: Asker): Promise<string | undefined> {
    const step = await stepOf(request, asker, { registry, tools });
    if (!('run' in step)) throw new Error('it is slow');
    if (!isAtLeast(asker.role, step.role)) return `takes ${step.role}`;
    const answer = await step.run();
    if (answer?.blocks !== undefined) expect(refuseBlocks(answer.blocks)).toBeUndefined();
    return answer && `${answer.text}\n${JSON.stringify(answer.blocks ?? [])}`;
  }
  return {
    walks,
    stop,
    type: (line: string, asker = ANA, channelId = 'C0OPS') =>
      act({ ...commandOf(line), channelId, ...common(asker) }, asker),
    /** Presses a button as the card has it. */
    press: async (actionId: string, asker = ANA, value?: string) =>
      act({ ...pressOf(actionId, value ?? (await valueOf(actionId))), ...common(asker) }, asker),
    /** Fills in a form that was opened at a button. */
    write: async (form: string, actionId: string, values: object, asker = ANA) =>
      act({ ...formOf(form, await valueOf(actionId), values), ...common(asker) }, asker),
  };
}

const GROUP: WholeGroup = {
  group: {
    key: 'page.3f2a',
    routeId: 'page',
    labels: { alertname: 'late' },
    createdAt: 0,
    revision: 1,
    deliveries: { 'ops/slack/0': { wanted: 1, shown: 1, handle: { channel: 'C0OPS', ts: '7.7' } } },
  },
  members: new Map([['f', { severity: 'error', startsAt: 0, revision: 1 }]]),
  told: new Map(),
};

const INCIDENT: Incident = {
  id: 'INC-12',
  title: 'Orders are late',
  severity: 'error',
  status: 'investigating',
  revision: 1,
  openedAt: 0,
  openedBy: { name: 'Ana', actor: 'slack:U0ANA' },
  detectedAt: 0,
  roles: {},
  groups: [{ key: 'page.3f2a', title: 'late', state: 'firing', since: 0 }],
  channel: '#incidents',
  place: { channel: 'C0INC12' },
  entries: [],
};

const DRILL: Incident = { ...INCIDENT, id: 'INC-14', isDrill: true, place: { channel: 'C0INC14' } };

const ALERT: Alert = {
  fingerprint: 'f',
  source: 'cloudwatch',
  nature: 'state',
  severity: 'error',
  labels: { alertname: 'late', queue: 'orders', severity: 'error' },
  annotations: {},
  links: [],
  startsAt: 0,
  changedAt: 0,
  seenAt: 0,
  occurrences: 1,
  groups: ['page.3f2a'],
};

function common({ id }: Asker) {
  asked += 1;
  const traceId = String(asked).padStart(32, '0');
  return { id: `r${asked}`, traceId, at: Date.now(), person: { id, name: id }, triggerId: 't' };
}

function commandOf(line: string) {
  const place = { channelId: 'C0OPS', responseUrl: slack.responseUrl };
  return { type: 'command', command: '/runbook', text: line, ...place } as const;
}

function pressOf(actionId: string, value: string) {
  return { type: 'action', actionId, blockId: 'b', value, channelId: 'C0OPS' } as const;
}

function formOf(form: string, aim: string, values: object) {
  const privateMetadata = JSON.stringify({ form, aim, channel: 'C0OPS' });
  const view = { id: `V${asked}`, callbackId: 'walk-form', privateMetadata, values: { ...values } };
  return { type: 'view', view } as const;
}

const ASKED = { actor: 'slack:U0ANA', action: 'action-asked', object: 'add-workers' } as const;
const RUN: ActionRun = {
  key: 'run-1',
  about: 'lambda add-workers',
  title: 'Invoke add-workers',
  action: 'lambda',
  params: {},
  why: [],
  facts: {},
  state: 'asked',
  revision: 1,
  askedBy: 'slack:U0ANA',
  askedAt: 0,
  story: [],
};

const text = (value: string) => ({ text: { text: { value } } });
const to = (user: string, what: string) => ({
  person: { person: { selected_user: user } },
  what: { what: { selected_option: { value: what } } },
});

/** The card itself; the others are lines of its thread. */
const card = () => slack.messages[0];
const lines = () => slack.messages.slice(1).map((message) => message.text);

/** The value of a button as the card has it. */
async function valueOf(actionId: string): Promise<string> {
  return until(`${actionId} shows`, () => {
    const button = new RegExp(`"action_id":"${actionId}"[^}]*?"value":"([^"]+)"`, 'u');
    const menu = new RegExp(`"action_id":"walk:more".*?"value":"([^"]+ ${actionId})"`, 'u');
    const blocks = card()?.blocks ?? '';
    return button.exec(blocks)?.[1] ?? menu.exec(blocks)?.[1];
  });
}

const shows = (words: string) => until(words, () => card()?.blocks.includes(words));

test('a runbook is walked from the first step to the last, with a line and a deed for each', async () => {
  const { type, press, write, walks } = await bot();
  expect(await type('orders-late')).toBeUndefined();
  await press('walk:done');
  await press('walk:choice-1', BEN);
  await shows('3. Add workers');
  await write('skip', 'walk:skip', text(EVIL), BEN);
  await write('done-but', 'walk:done-but', text('the queue is empty'));
  await shows('Walked:');
  await until('all is told', () => lines().length === 5);
  expect(lines()).toEqual([
    '✅ Ana did 1. How many wait in {{ labels.queue }}',
    "✅ Ben did 2. Whose orders: one shop's",
    '⏭️ Ben skipped 3. Add workers: &lt;!channel&gt; *bold* &lt;https://evil.example|x&gt;',
    '✅ Ana did 4. Did it help: the queue is empty',
    '🏁 Orders are late is walked: 4 steps in under a minute',
  ]);
  const deeds: string[] = [];
  for await (const { action } of createRedisAudit(redis.client, KEYS).list()) deeds.push(action);
  expect(deeds).toEqual(['walk-begun', 'walk-step', 'walk-step', 'walk-step', 'walk-ended']);
  await until('it is settled', async () => (await walks.unsettled()).length === 0);
});

test('for an alert it is walked in the thread of its message, once, with its values', async () => {
  const { type, walks } = await bot();
  expect(await type('orders late for page.3f')).toContain('the thread of the alert');
  await shows('--queue-url orders');
  const posted = slack.calls.find(({ method }) => method === 'chat.postMessage');
  expect(posted?.args.get('thread_ts')).toBe('7.7');
  const again = await type('orders-late for page.3f2a', BEN);
  expect(again).toContain('It is walked already: Ana has it, for under a minute, at step 1 of 4');
  expect(again).toContain('https://slack.example/message|join');
  expect(await walks.of({ group: 'page.3f2a' })).toHaveLength(1);
});

test('for an incident it is walked where its people talk, with what its alert says', async () => {
  const { type, press, walks } = await bot();
  await press('walk:start', ANA, 'orders-late for INC-12');
  await shows('--queue-url orders');
  await shows('for INC-12');
  expect(card()?.channel).toBe('C0INC12');
  expect(await walks.of({ incident: 'INC-12' })).toHaveLength(1);
  await expect(type('orders-late for INC-13')).rejects.toThrow('there is no incident');
});

test('in the channel of an incident it is walked for that, and says so where that is a drill', async () => {
  const wanted: unknown[] = [];
  const { type, press, walks } = await bot({ ahead: 0, wanted });
  await type('orders-late', ANA, 'C0INC14');
  await shows('📖 DRILL · Orders are late');
  expect(await walks.of({ incident: 'INC-14' })).toHaveLength(1);
  await press('walk:done');
  await press('walk:choice-0');
  await shows('3. Add workers');
  expect(card()?.blocks).not.toContain('walk:do"');
  await expect(press('walk:do', ANA, await valueOf('walk:done'))).rejects.toThrow('a drill');
  expect(wanted).toEqual([]);
  expect(lines()[0]).toContain('DRILL · ✅ Ana did 1. How many wait in orders');
});

test('of two who press at once the first counts, and the other hears who that was', async () => {
  const { type, press, write, walks } = await bot();
  await type('orders-late');
  const value = await valueOf('walk:done');
  const said = await Promise.all([press('walk:done', ANA, value), press('walk:done', BEN, value)]);
  expect(said.filter((one) => one === undefined)).toHaveLength(1);
  expect(said.join('')).toMatch(/✅ (?:Ana|Ben) did 1\. .* The walk is at step 2: Whose orders\./u);
  const [walk] = await walks.open();
  expect(walk).toMatchObject({ results: [{ kind: 'done' }], revision: 2 });
  await shows('2. Whose orders');
  const aim = await valueOf('walk:skip');
  await press('walk:choice-0', BEN);
  expect(await press('walk:done', ANA, aim)).toContain('Ben did 2.');
  expect(await write('note', 'note', text('seen'))).toBeUndefined();
});

test('what no card has, what a step does not have, and who may not, is refused', async () => {
  const { type, press } = await bot();
  await type('orders-late');
  await expect(press('walk:done', ANA, 'x')).rejects.toThrow('not one that Tocsin knows');
  await expect(press('walk:done', ANA, 'abc 0 1')).rejects.toThrow('nobody knows this walk');
  const value = await valueOf('walk:done');
  expect(await press('walk:done', EVE, value)).toBe('takes responder');
  await expect(press('walk:choice-0', ANA, `${value} 0`)).rejects.toThrow('no such choice');
  await expect(press('walk:check', ANA, value)).rejects.toThrow('this step has no check');
  await expect(press('walk:do', ANA, value)).rejects.toThrow('this step has no action');
  await press('walk:done');
  await shows('2. Whose orders');
  const asking = await valueOf('walk:skip');
  await expect(press('walk:done', ANA, asking)).rejects.toThrow('this step asks something');
  await expect(press('walk:choice-4', ANA, `${asking} 4`)).rejects.toThrow('no such choice');
  await expect(type('ordres-late')).rejects.toMatchObject({ hint: 'write /runbook orders-late' });
  await expect(type('orders-late for')).rejects.toThrow('what for');
});

test('it goes back, to somebody else who may, stops with a reason, and is opened again', async () => {
  const { type, press, write, walks } = await bot();
  await type('orders-late');
  await press('walk:done');
  await press('walk:more', ANA, await valueOf('back'));
  await shows('step 1 of 4');
  await expect(write('hand-over', 'hand-over', to('U0EVE', 'walk'))).rejects.toThrow('Eve may not');
  await write('hand-over', 'hand-over', to('U0BEN', 'walk'));
  await shows('Ben has it');
  await write('hand-over', 'hand-over', to('U0ANA', 'step'), BEN);
  await shows('Ana has this step');
  await write('stop', 'stop', text('false alarm'), BEN);
  await shows('Stopped: false alarm');
  expect(await press('walk:reopen')).toBeUndefined();
  await shows('step 1 of 4');
  await until('all is told', () => lines().length === 6);
  expect(lines().slice(1)).toEqual([
    '↩️ Ana went back to 1. How many wait in {{ labels.queue }}',
    '<@U0BEN> 🤝 Ana handed the walk over to Ben',
    '<@U0ANA> 👤 Ben gave 1. How many wait in {{ labels.queue }} to Ana',
    '⏹️ Ben stopped the walk: false alarm',
    '↩️ Ana opened the walk again',
  ]);
  const [walk] = await walks.open();
  expect(walk).toMatchObject({ holder: { name: 'Ben' }, state: 'open' });
});

test('a check says why it can not be run, an action is asked for in the thread of the walk', async () => {
  const wanted: unknown[] = [];
  const { type, press, write, walks } = await bot({ ahead: 0, wanted });
  await type('orders-late for page.3f2a');
  await press('walk:done');
  await press('walk:choice-0');
  expect(await press('walk:do')).toBeUndefined();
  const [walk] = await walks.open();
  expect(wanted).toEqual([
    expect.objectContaining({
      action: 'lambda',
      params: { function: 'add-workers' },
      subject: { group: 'page.3f2a', walk: walk?.id },
      place: { channel: 'C0OPS', threadTs: '7.7' },
      why: ['Orders are late, step 3: Add workers'],
    }),
  ]);
  expect(walk?.runs).toEqual([{ step: 2, key: 'run-1' }]);
  await createRedisActionRuns(redis.client, KEYS).open(RUN, 0, ASKED);
  await shows('🛠️ Invoke add-workers?');
  await press('walk:done');
  await press('walk:check');
  await shows('❔ could not be run');
  await expect(press('walk:done', ANA, await valueOf('walk:done-but'))).rejects.toThrow('say so');
  await write('done-but', 'walk:done-but', text('seen'));
  await shows('Walked:');
});

test('the card is true again when a target is missed, and says that the runbook has changed', async () => {
  const world = { ahead: 0, text: ORDERS_LATE.replace('Look', 'Look very') };
  const { type } = await bot(world);
  await type('orders-late');
  await shows('0 of 5 min');
  await shows('the runbook has changed since');
  world.ahead = 7 * 60_000;
  await shows('⏱️ Investigate: 2 min over its 5 min');
  expect(lines()).toEqual([]);
});

test('a walk that nobody touches is closed, with a line, after half a day', async () => {
  const world = { ahead: 0 };
  const { type, walks } = await bot(world);
  await type('orders-late');
  await shows('0 of 5 min');
  world.ahead = 12 * 3_600_000 - 60_000;
  await shows('over its 5 min');
  expect(await walks.open()).toHaveLength(1);
  world.ahead += 60_000;
  await shows('💤 Left:');
  await until('it is told', () => lines().length === 1);
  expect(lines()).toEqual(['💤 Nobody has touched this walk for long: it is closed.']);
});

test('where the bot may not post, whoever began the walk gets the card; a deleted one is posted anew', async () => {
  const { type, press } = await bot();
  slack.faults.set('chat.postMessage', { error: 'not_in_channel' });
  await type('orders-late');
  await shows('step 1 of 4');
  expect(card()?.channel).toBe('U0ANA');
  const value = await valueOf('walk:done');
  slack.messages[0] = { channel: 'C', ts: 'gone', text: '', blocks: '', metadata: '{}' };
  await press('walk:done', ANA, value);
  await until('a card', () => slack.messages.some(({ blocks }) => blocks.includes('step 2 of 4')));
});

test('what was pressed is told by whoever comes next, after Slack was away and the bot was restarted', async () => {
  const first = await bot();
  await first.type('orders-late');
  await shows('step 1 of 4');
  const value = await valueOf('walk:done');
  await first.stop();
  stops = [];
  const walking = walksAtHand({
    walks: first.walks,
    now: Date.now,
    hurry: async () => {},
  });
  const [id = '', step, opened] = value.split(' ');
  const aim = { step: Number(step), opened: Number(opened) };
  await walking.press(id, { id: 'p', aim, deed: { kind: 'done' }, by: ANA });
  expect(lines()).toEqual([]);
  await bot();
  await shows('step 2 of 4');
  await until('it is told', () => lines().length === 1);
});

test('the command shows what is walked, what answers what fires here, and what there is to read', async () => {
  const { type } = await bot();
  const before = await type('');
  expect(before).toContain('No runbook is walked here.');
  expect(before).toContain('Orders are late, for it answers');
  expect(before).toContain('"value":"orders-late for page.3f2a"');
  await type('orders-late');
  await shows('step 1 of 4');
  expect(await type('')).toContain('📖 Orders are late: step 1 of 4, Ana has it');
  expect(await type('walks')).toContain('1 walked.');
  expect(await type('list')).toContain('orders-late: Orders are late');
  const read = await type('show orders-late for page.3f2a', EVE);
  expect(read).toContain('How many wait in orders');
  expect(read).toContain('"value":"orders-late for page.3f2a"');
});
