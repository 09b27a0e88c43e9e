import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startAwsActions, type AwsActions } from '../../../demo/aws/start.ts';
import { KEYS } from '../../../src/app/wiring.ts';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import type { Asker } from '../../../src/handlers/access/access.ts';
import { APPROVE, DECLINE, UNDO } from '../../../src/handlers/action-runs/buttons.ts';
import { RUN_BUTTONS } from '../../../src/handlers/actions/run.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import type { Wanted } from '../../../src/runbooks/actions/ask.ts';
import { createRedisAudit } from '../../../src/store/redis/audit.ts';
import { startActingBot } from '../../support/acting-bot.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { until } from '../../support/wait.ts';

const ANA: Asker = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role: 'operator', why: '' };
const BEN: Asker = { id: 'U0BEN', name: 'Ben', actor: 'slack:U0BEN', role: 'operator', why: '' };
const EVIL = '<!channel> *bold* <https://evil.example|x>';
const THREAD = '0.500';

let redis: TestRedis;
let slack: SlackStandIn;
let aws: AwsActions;
let stops: (() => Promise<unknown>)[];
let asked = 0;

beforeAll(async () => {
  redis = await startRedis();
  aws = await startAwsActions();
  vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
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

async function bot(rule = '') {
  const allow = `{ action: ecs_capacity, targets: ['shop/*'], ${rule} }`;
  const acting = await startActingBot(`actions: { allow: [${allow}] }`, { redis, slack });
  const { tools, stop } = acting;
  stops.push(stop);
  const registry = { commands: [], actions: RUN_BUTTONS, views: [] };
  return {
    ...acting,
    ask: (own: Partial<Wanted> = {}) => {
      asked += 1;
      return tools.actions.ask({
        action: 'ecs_capacity',
        params: { cluster: 'shop', service: 'checkout', desired: 8 },
        by: ANA,
        id: `wish ${asked}`,
        why: [`Ana walks high-latency: ${EVIL}`],
        place: { channel: 'C0OPS', threadTs: THREAD },
        ...own,
      });
    },
    step: async (actionId: string, value: string, asker = ANA) => {
      const person = { id: asker.id, name: asker.name };
      const common = { id: 'r', traceId: '0'.repeat(32), at: Date.now(), person, triggerId: 't' };
      const place = { channelId: 'C0OPS', responseUrl: slack.responseUrl };
      const press = { type: 'action', actionId, blockId: 'b', value } as const;
      const step = await stepOf({ ...press, ...common, ...place }, asker, { registry, tools });
      if (!('run' in step)) throw new Error('it is slow');
      return step;
    },
  };
}

/** The newest message that has a button, and what its value is. */
function buttonOf(actionId: string): string | undefined {
  const button = new RegExp(`"action_id":"${actionId}"[^}]*?"value":"([^"]+)"`, 'u');
  const found = slack.messages.map(({ blocks }) => button.exec(blocks)?.[1]);
  return found.findLast((one) => one !== undefined);
}

const seen = (actionId: string) => until('a button shows', () => buttonOf(actionId));
const says = (text: string) =>
  until(`somebody reads: ${text}`, () => slack.messages.find((one) => one.text.includes(text)));

test('an action is asked for in the thread, seen, done, followed, and taken back', async () => {
  const { ask, step, metrics } = await bot();
  const { key } = await ask();
  const value = await seen(APPROVE);
  expect(value).toBe(key);
  const [shown] = slack.messages;
  expect(shown?.text).toContain('Run 8 tasks of shop/checkout?');
  expect(shown?.text).not.toContain('<!channel>');
  expect(shown?.blocks).toContain('Now: 4 tasks wanted: 4 running.');
  expect(shown?.blocks).toContain('Then: 8 tasks are wanted.');
  expect(shown?.blocks).toContain('"Do it"');
  expect(shown?.blocks).toContain('an operator can have it done until');
  expect(refuseBlocks(JSON.parse(shown?.blocks ?? '[]'))).toBeUndefined();
  expect(await (await step(APPROVE, value)).run()).toBeUndefined();
  await says('Under way: Run 8 tasks');
  Object.assign(aws.ecs.services.get('shop/checkout') ?? {}, { running: 8 });
  const undo = await seen(UNDO);
  expect((await (await step(UNDO, undo, BEN)).run())?.text).toContain('in a message of its own');
  await says('Run 4 tasks of shop/checkout?');
  const back = await seen(APPROVE);
  expect(back).not.toBe(value);
  await (await step(APPROVE, back, BEN)).run();
  await until('it is put back', () => aws.ecs.services.get('shop/checkout')?.desired === 4);
  Object.assign(aws.ecs.services.get('shop/checkout') ?? {}, { running: 4 });
  await says('Taken back: Run 8 tasks of shop/checkout');
  await says('Run 8 tasks of shop/checkout: It was taken back, as Ben asked.');
  expect(aws.effects).toEqual(['UpdateService', 'UpdateService']);
  const posts = slack.calls.filter(({ method }) => method === 'chat.postMessage');
  expect(new Set(posts.map(({ args }) => args.get('thread_ts')))).toEqual(new Set([THREAD]));
  expect(await metrics()).toContain(
    'tocsin_actions_total{action="ecs_capacity",outcome="succeeded"} 2',
  );
  const deeds: string[] = [];
  for await (const deed of createRedisAudit(redis.client, KEYS).list()) {
    deeds.push(`${deed.actor} ${deed.action}`);
  }
  expect(deeds.filter((one) => /asked|approved/u.test(one))).toEqual([
    'slack:U0ANA action-asked',
    'slack:U0ANA action-approved',
    'slack:U0BEN action-asked',
    'slack:U0BEN action-approved',
  ]);
});

test('a second person approves where the config wants one: with the role that it names, and only what was shown', async () => {
  const { ask, step } = await bot('second_person: true, role: admin');
  await ask();
  const value = await seen(APPROVE);
  expect(slack.messages[0]?.blocks).toContain('an admin can approve it until');
  expect(slack.messages[0]?.blocks).toContain('but not who asked');
  const own = await step(APPROVE, value);
  expect(own.role).toBe('admin');
  await expect(own.run()).rejects.toThrow('you asked for this yourself');
  // Somebody else is faster than the approval.
  Object.assign(aws.ecs.services.get('shop/checkout') ?? {}, { desired: 6, running: 6 });
  await (await step(APPROVE, value, BEN)).run();
  await says('Not done: Run 8 tasks of shop/checkout');
  await says('Now: 6 tasks wanted: 6 running.');
  const anew = await until('it is asked anew', () => {
    const newest = buttonOf(APPROVE);
    return newest === value ? undefined : newest;
  });
  expect(aws.effects).toEqual([]);
  expect((await (await step(APPROVE, value, BEN)).run())?.text).toContain('too late');
  // At a message of before.
  await (await step('retrain:approve', anew, BEN)).run();
  await says('Under way: Run 8 tasks');
  expect(slack.messages.some(({ blocks }) => blocks.includes('approved by '))).toBe(true);
  expect(aws.effects).toEqual(['UpdateService']);
});

test('what can not be done, or may not, is said in the thread, and nobody is asked', async () => {
  const { ask, step } = await bot();
  await ask({ params: { cluster: 'shop', service: 'chekout', desired: 8 } });
  await says('no such service');
  await ask({ params: { cluster: 'shop', service: 'checkout', desired: 9 } });
  await says('9 tasks is too much: in one step it is at most doubled, to 8 tasks.');
  expect(buttonOf(APPROVE)).toBeUndefined();
  const { key } = await ask();
  await seen(APPROVE);
  expect(await ask({ by: BEN })).toMatchObject({ inTheWay: { kind: 'open' } });
  await (await step(DECLINE, key, BEN)).run();
  const declined = await says('Declined: Run 8 tasks of shop/checkout');
  expect(declined.blocks).not.toContain('8 tasks are wanted');
  await expect((await step(APPROVE, 'run-none')).run()).rejects.toThrow('nobody knows this');
  expect(aws.effects).toEqual([]);
});
