import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLiveLibrary } from '../../../src/app/runbooks/live-library.ts';
import { startWalks } from '../../../src/app/runbooks/walking.ts';
import { KEYS } from '../../../src/app/wiring.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Asker } from '../../../src/handlers/access/access.ts';
import { WALK_BUTTONS } from '../../../src/handlers/actions/walk.ts';
import { runbookCommand } from '../../../src/handlers/commands/runbook.ts';
import type { ChatRequest } from '../../../src/handlers/request.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import { WALK_VIEW } from '../../../src/handlers/views/walk.ts';
import { createWalkQueue } from '../../../src/jobs/walk-queue.ts';
import { walksAtHand } from '../../../src/runbooks/walking/at-hand.ts';
import { createRedisAudit } from '../../../src/store/redis/audit.ts';
import { startRedisClock } from '../../../src/store/redis/clock.ts';
import { createRedisWalks } from '../../../src/store/redis/walks.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { NO_HURRY } from '../../support/bot.ts';
import { noTools } from '../../support/no-tools.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { until } from '../../support/wait.ts';

const ANA: Asker = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role: 'responder', why: '' };
const BEN: Asker = { id: 'U0BEN', name: 'Ben', actor: 'slack:U0BEN', role: 'responder', why: '' };
const EVE: Asker = { id: 'U0EVE', name: 'Eve', actor: 'slack:U0EVE', role: 'viewer', why: '' };
const EVIL = '<!channel> *bold* <https://evil.example|x>';

const RUNBOOK = `---
name: orders-late
title: Orders are late
answers: ['alertname="late"']
severity: error
owners: [shop]
---

# Orders are late

Of {{ labels.queue }}. See [the dashboard](https://grafana.example.com/d/1).

## Investigate (0–5 min)

### 1. How many wait in {{ labels.queue }}

Look **closely**.

\`\`\`sh
aws sqs get-queue-attributes --queue-url {{ labels.queue }}
\`\`\`

### 2. Whose orders

\`\`\`question
ask: Whose orders are late?
choices: [everybody's, one shop's]
\`\`\`

### 3. What else

\`\`\`question
ask: What else did you see?
\`\`\`

## Mitigate (5–30 min)

### 4. Did it help

\`\`\`check
metrics: { waiting: { namespace: AWS/SQS, metric: Waiting, stat: Maximum } }
pass: waiting < 100
\`\`\`
`;

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
  await writeFile(path.join(folder, 'orders-late.md'), RUNBOOK);
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  await slack.stop();
  await rm(folder, { recursive: true });
});

/** A bot, as far as it walks runbooks. */
async function bot() {
  const { config } = loadConfig({
    text: `
slack: { bot_token: xoxb-1, app_token: xapp-1, api_url: "${slack.apiUrl}" }
runbooks: { dirs: [${folder}] }`,
    env: {},
  });
  if (config === undefined) throw new Error('the config is wrong');
  const clock = await startRedisClock(redis.client);
  const closers: (() => Promise<unknown>)[] = [];
  const trouble = () => {};
  const log = createLog({ level: 'error', secrets: [], destination: { write: trouble } });
  const address = { url: redis.url };
  const library = createLiveLibrary({ dirs: config.runbooks.dirs, base: '.', log });
  library.run();
  closers.push(() => library.close());
  const wiring = { config, redis: redis.client, clock, library, log, closers, address, trouble };
  startWalks({ ...wiring, slackLimits: NO_HURRY }, 50);
  const options = { connection: { url: redis.url }, prefix: '{tocsin}:queue', onError: trouble };
  const queue = createWalkQueue(options);
  const walks = createRedisWalks(redis.client, KEYS);
  const walking = walksAtHand({
    walks,
    now: clock.now,
    hurry: (id) => queue.add([id]),
  });
  stops.push(async () => {
    await queue.close();
    for (const close of closers.toReversed()) await close();
    clock.stop();
  });
  const registry = { commands: [runbookCommand], actions: WALK_BUTTONS, views: [WALK_VIEW] };
  const everybody = [ANA, BEN, EVE];
  const tools = {
    ...noTools(clock.now, slack.apiUrl),
    walking,
    runbooks: library,
    who: async ({ id }: { readonly id: string }) =>
      everybody.find((one) => one.id === id) ?? { ...EVE, id, name: id },
  };
  async function act(request: ChatRequest, { role }: Asker, asker: Asker) {
    const step = await stepOf(request, asker, { registry, tools });
    if (!('run' in step)) throw new Error('it is slow');
    return { role: step.role, has: role, answer: await step.run() };
  }
  return {
    walks,
    type: (line: string, asker = ANA) =>
      act({ ...commandOf(line), ...common(asker) }, asker, asker),
    press: (actionId: string, value: string, asker = ANA) =>
      act({ ...pressOf(actionId, value), ...common(asker) }, asker, asker),
    write: (form: string, aim: string, values: object, asker = ANA) =>
      act({ ...formOf(form, aim, values), ...common(asker) }, asker, asker),
  };
}

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

const text = (value: string) => ({ text: { text: { value } } });
/** The card itself; the others are lines of its thread. */
const card = () => slack.messages[0];
const lines = () => slack.messages.slice(1).map((message) => message.text);

/** The value of a button as the card has it. */
async function valueOf(actionId: string): Promise<string> {
  return until(`${actionId} shows`, () => {
    const button = new RegExp(`"action_id":"${actionId}"[^}]*?"value":"([^"]+)"`, 'u');
    return button.exec(card()?.blocks ?? '')?.[1];
  });
}

test('is walked from the first step to the last, each thing once, with a line for each', async () => {
  const { type, press, write, walks } = await bot();
  expect((await type('orders-late')).answer).toBeUndefined();
  await press('walk:done', await valueOf('walk:done'));
  await press('walk:choice-1', await valueOf('walk:choice-1'), BEN);
  await write('answer', await valueOf('walk:answer'), text(EVIL));
  const aim = await valueOf('walk:done-but');
  await write('done-but', aim, text('the queue is empty'));
  await until('it is over', () => card()?.blocks.includes('Walked:'));
  await until('all is told', () => lines().length === 5);
  expect(lines()).toEqual([
    '✅ Ana did 1. How many wait in {{ labels.queue }} (under a minute)',
    "✅ Ben did 2. Whose orders: one shop's (under a minute)",
    '✅ Ana did 3. What else: &lt;!channel&gt; *bold* &lt;https://evil.example|x&gt; (under a minute)',
    '✅ Ana did 4. Did it help: the queue is empty (under a minute)',
    '🏁 Orders are late is walked: 4 steps in under a minute',
  ]);
  const deeds: string[] = [];
  for await (const { action } of createRedisAudit(redis.client, KEYS).list()) deeds.push(action);
  expect(deeds).toEqual(['walk-begun', 'walk-step', 'walk-step', 'walk-step', 'walk-ended']);
  expect(await walks.unsettled()).toEqual([]);
});
