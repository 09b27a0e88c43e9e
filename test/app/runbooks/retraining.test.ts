import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createRetrainingTriggers } from '../../../src/app/runbooks/retraining-trigger.ts';
import { KEYS } from '../../../src/app/wiring.ts';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import type { Asker } from '../../../src/handlers/access/access.ts';
import { RUN_BUTTONS } from '../../../src/handlers/actions/run.ts';
import { driftCommand } from '../../../src/handlers/commands/drift.ts';
import type { ChatRequest } from '../../../src/handlers/request.ts';
import { APPROVE, DECLINE, STOP } from '../../../src/handlers/action-runs/buttons.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import { createRedisAudit } from '../../../src/store/redis/audit.ts';
import { reportOf } from '../../drift/runs/worlds.ts';
import { startAwsActions, type AwsActions } from '../../../demo/aws/start.ts';
import { MACHINE } from '../../../demo/aws/step-functions.ts';
import { startActingBot } from '../../support/acting-bot.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { until } from '../../support/wait.ts';

const ANA: Asker = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role: 'operator', why: '' };
const BEN: Asker = { id: 'U0BEN', name: 'Ben', actor: 'slack:U0BEN', role: 'operator', why: '' };
const EVIL = '<!channel> *bold* <https://evil.example|x> "}, "a": {"';

let redis: TestRedis;
let slack: SlackStandIn;
let aws: AwsActions;
let stops: (() => Promise<unknown>)[];
let asked = 0;

beforeAll(async () => {
  redis = await startRedis();
  aws = await startAwsActions();
  vi.stubEnv('AWS_ENDPOINT_URL_SFN', aws.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await aws.stop();
  await redis.stop();
});
beforeEach(async () => {
  await redis.client.flushall();
  aws.clear();
  slack = await startSlackStandIn();
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  await slack.stop();
});

/** A bot, as far as it trains models again; how its model is, is written into the config. */
async function bot(retrain = '', name = 'name: churn') {
  const acting = await startActingBot(
    `
models:
  - ${name}
    version: '7'
    features: { from: data/ }
    drift: { report: { channel: C0MLOPS } }
    retrain: { ${retrain} action: { step_functions: { state_machine_arn: '${MACHINE}', input: { why: '{reason}' } } } }`,
    { redis, slack },
  );
  const { runs, tools, known, hurry, now, metrics, stop } = acting;
  stops.push(stop);
  const registry = { commands: [driftCommand], actions: RUN_BUTTONS, views: [] };

  async function step(request: ChatRequest, asker: Asker) {
    const found = await stepOf(request, asker, { registry, tools });
    if (!('run' in found)) throw new Error('it is slow');
    return found;
  }
  return {
    runs,
    consider: createRetrainingTriggers(known, hurry).drifted,
    now,
    metrics,
    press: async (actionId: string, asker = ANA) => {
      const value = await until('a button shows', () => valueOf(actionId));
      return (await step({ ...pressOf(actionId, value), ...common(asker) }, asker)).run();
    },
    drift: (line: string, asker = ANA) => step({ ...commandOf(line), ...common(asker) }, asker),
  };
}

function common({ id }: Asker) {
  asked += 1;
  const traceId = String(asked).padStart(32, '0');
  return { id: `r${asked}`, traceId, at: Date.now(), person: { id, name: id }, triggerId: 't' };
}

function commandOf(line: string) {
  const place = { channelId: 'C0OPS', responseUrl: slack.responseUrl };
  return { type: 'command', command: '/drift', text: line, ...place } as const;
}

function pressOf(actionId: string, value: string) {
  const place = { channelId: 'C0MLOPS', responseUrl: slack.responseUrl };
  return { type: 'action', actionId, blockId: 'b', value, ...place } as const;
}

/** The message itself; the others are lines of its thread. */
const shown = () => slack.messages[0];
const thread = () => slack.messages.slice(1).map(({ text }) => text);

function valueOf(actionId: string): string | undefined {
  const button = new RegExp(`"action_id":"${actionId}"[^}]*?"value":"([^"]+)"`, 'u');
  return button.exec(shown()?.blocks ?? '')?.[1];
}

test('a report that asks for it is asked about, approved by pressing, done once, and told to its end', async () => {
  const { consider, press, now, metrics } = await bot();
  const report = reportOf({ age: 0, probability: 4 }, now());
  await Promise.all([consider('churn', report), consider('churn', report)]);
  expect(await press(APPROVE)).toBeUndefined();
  await until('it runs', () => shown()?.text.includes('is being trained again'));
  expect(aws.calls.find(({ operation }) => operation === 'StartExecution')?.input).toMatchObject({
    input: JSON.stringify({
      why: 'The mean of its predictions has shifted by 13.8 standard deviations, more than 3.',
    }),
  });
  expect(await press(STOP, BEN)).toBeUndefined();
  await until('it is over', () => shown()?.text.includes('❌'));
  await until('all of it is told', () => thread().length === 5);
  expect(thread()).toEqual([
    'Ana has it done.',
    'The execution was started.',
    'Ben: It is to be stopped.',
    'The execution is told to stop.',
    'The execution was stopped.',
  ]);
  expect(
    slack.calls.filter(({ args }) => args.get('thread_ts') === shown()?.ts).length,
  ).toBeGreaterThan(4);
  expect(shown()?.blocks).toContain('not again before');
  expect(shown()?.blocks).toContain('|Console (');
  expect(refuseBlocks(JSON.parse(shown()?.blocks ?? '[]'))).toBeUndefined();
  expect(aws.count('StartExecution')).toBe(1);
  const text = await metrics();
  for (const outcome of ['approved', 'starting', 'failed']) {
    expect(text).toContain(`tocsin_retrainings_total{outcome="${outcome}"} 1`);
  }
  const deeds: string[] = [];
  for await (const { action } of createRedisAudit(redis.client, KEYS).list()) deeds.push(action);
  expect(deeds.filter((one) => one !== 'action-running')).toEqual([
    'action-asked',
    'action-approved',
    'action-starting',
    'action-failed',
  ]);
});

test('somebody asks by hand: it is shown before, in words that stay words, and somebody else approves', async () => {
  const { drift, press, runs } = await bot();
  const step = await drift(`churn retrain ${EVIL}`, ANA);
  expect(step.role).toBe('responder');
  expect((await step.run())?.text).toContain('Somebody else with the role operator');
  await until('it is asked', () => valueOf(APPROVE));
  const { text, blocks } = shown() ?? { text: '', blocks: '' };
  expect(text).not.toContain('<!channel>');
  expect(refuseBlocks(JSON.parse(blocks))).toBeUndefined();
  expect(blocks).toContain('Now: No execution of train runs.');
  expect(blocks).toContain('an operator can approve it until');
  await expect(press(APPROVE, ANA)).rejects.toThrow('you asked for this yourself');
  const again = await drift('churn retrain', BEN);
  expect((await again.run())?.text).toContain('It is asked for already');
  expect(await press(DECLINE, BEN)).toBeUndefined();
  await until('that is seen', () => shown()?.text.includes('declined'));
  await until('it is settled', async () => (await runs.unsettled()).length === 0);
  expect(aws.count('StartExecution')).toBe(0);
});

test('without approval it is done and said; then it rests', async () => {
  const { drift } = await bot('approval: false,');
  const step = await drift('churn retrain new prices');
  expect(step.role).toBe('operator');
  await step.run();
  await until('it runs', () => shown()?.text.includes('is being trained again'));
  const [name = ''] = aws.executions.keys();
  aws.executions.set(name, 'SUCCEEDED');
  await until('it is over', () => shown()?.text.includes('✅'));
  const again = await drift('churn retrain');
  expect((await again.run())?.text).toMatch(/Not again before <!date/u);
  expect(slack.messages.map(({ text }) => text).join()).not.toContain('approve');
});

test('what the config does not say, or does not know, is said in words', async () => {
  const { drift } = await bot();
  await expect(drift('chrun retrain')).rejects.toThrow('there is no model "chrun"');
});

test('what was asked by another config is asked anew; of a model that is gone it is said that it is over', async () => {
  const first = await bot();
  await (await first.drift('churn retrain', BEN)).run();
  await until('it is asked', () => valueOf(APPROVE));
  await stops.pop()?.();
  const second = await bot('cooldown: 1h, ', 'name: churn2');
  await expect(second.drift('churn retrain')).rejects.toThrow('there is no model "churn"');
  expect((await second.press(APPROVE))?.text).toContain('The config has changed since');
  await until('that is seen', () => shown()?.text.includes('⌛'));
  expect(shown()?.text).toContain('The config has changed since this was asked.');
  expect(valueOf(APPROVE)).toBeUndefined();
  expect(aws.count('StartExecution')).toBe(0);
});

test('a bot that is started again goes on where the other was stopped', async () => {
  const first = await bot();
  await (await first.drift('churn retrain', BEN)).run();
  await until('it is asked', () => valueOf(APPROVE));
  await stops.pop()?.();
  const second = await bot();
  await second.press(APPROVE);
  await until('it runs', () => shown()?.text.includes('is being trained again'));
  await stops.pop()?.();
  await bot();
  const [name = ''] = aws.executions.keys();
  aws.executions.set(name, 'FAILED');
  await until('it is over', () => shown()?.text.includes('OutOfMemory: too many rows'));
  expect(aws.count('StartExecution')).toBe(1);
});
