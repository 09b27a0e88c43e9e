import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { BROKEN, BUSY, DENIED, findRealAction, signal, startRealActions } from './real-actions.ts';

const KEY = 'run-0123456789abcdef0123456789abcdef';

let aws: AwsActions;
beforeAll(async () => {
  aws = await startRealActions();
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

/** An action that replaces one value by another. */
interface Scenario {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The operation that replaces it. */
  readonly operation: string;
  readonly effects: () => number;
  /** The value there is. */
  readonly state: () => unknown;
  readonly wanted: unknown;
  /** Somebody else has another value there. */
  readonly interfere: () => void;
  readonly before: string;
  readonly after: string;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'ecs_capacity',
    params: { cluster: 'shop', service: 'checkout', desired: 8 },
    operation: 'UpdateService',
    effects: () => aws.effects.length,
    state: () => aws.ecs.services.get('shop/checkout')?.desired,
    wanted: 8,
    interfere: () => Object.assign(aws.ecs.services.get('shop/checkout') ?? {}, { desired: 5 }),
    before: '4 tasks wanted: 4 running. Application Auto Scaling keeps it between 2 and 10.',
    after: '8 tasks are wanted.',
  },
  {
    name: 'autoscaling_capacity',
    params: { group: 'web', desired: 6 },
    operation: 'SetDesiredCapacity',
    effects: () => aws.autoScaling.updates,
    state: () => aws.autoScaling.groups.get('web')?.desired,
    wanted: 6,
    interfere: () => Object.assign(aws.autoScaling.groups.get('web') ?? {}, { desired: 5 }),
    before: 'A capacity of 4, between 2 and 10: 4 in service.',
    after: 'A capacity of 6.',
  },
  {
    name: 'feature_flag',
    params: { parameter: '/shop/new-cart', value: 'on' },
    operation: 'PutParameter',
    effects: () => aws.ssm.puts,
    state: () => aws.ssm.parameters.get('/shop/new-cart')?.value,
    wanted: 'on',
    interfere: () => aws.ssm.put('/shop/new-cart', 'half'),
    before: '/shop/new-cart is "off" (version 7).',
    after: 'It is "on" (version 8).',
  },
];

describe.each(SCENARIOS)('$name', (one) => {
  const { params, operation } = one;
  let action: Action;
  beforeAll(async () => {
    action = await findRealAction(one.name);
  });
  const run = (was?: string) => action.run(params, KEY, signal(), was);
  const lookUp = (was?: string) => action.lookUp(params, KEY, signal(), was);
  const found = async () => (await action.dryRun(params, signal())).was ?? '';

  test('shows what there is and what would be, and changes nothing by that', async () => {
    const shown = await action.dryRun(params, signal());
    expect(shown).toMatchObject({ before: one.before, after: one.after });
    expect(one.effects()).toBe(0);
  });

  test('replaces it once, however often it is run', async () => {
    const was = await found();
    expect(await run(was)).toMatchObject({ outcome: 'done' });
    expect(one.state()).toEqual(one.wanted);
    expect(await run(was)).toMatchObject({ outcome: 'done' });
    expect(one.effects()).toBe(1);
  });

  test('of which no answer came is looked up: it happened', async () => {
    const was = await found();
    aws.faultOf = (call) => (call.operation === operation ? { ...BROKEN, after: true } : undefined);
    expect(await run(was)).toMatchObject({ outcome: 'unknown' });
    expect(await lookUp(was)).toMatchObject({ outcome: 'done' });
    expect(one.effects()).toBe(1);
  });

  test('of which no answer came is looked up: it did not happen, and is done then', async () => {
    const was = await found();
    aws.faultOf = (call) => (call.operation === operation ? BROKEN : undefined);
    expect(await run(was)).toMatchObject({ outcome: 'unknown' });
    expect(aws.count(operation)).toBe(1);
    aws.faultOf = () => undefined;
    expect(await lookUp(was)).toEqual({ outcome: 'absent' });
    expect(await run(was)).toMatchObject({ outcome: 'done' });
    expect(one.effects()).toBe(1);
  });

  test('can not be looked up while AWS is broken, which is not the last word', async () => {
    const was = await found();
    aws.faultOf = () => BROKEN;
    const looked = await lookUp(was);
    expect(looked).toMatchObject({ outcome: 'unknown' });
    expect(looked).not.toHaveProperty('isFinal');
  });

  test('leaves alone what somebody has changed meanwhile, and says so', async () => {
    const was = await found();
    one.interfere();
    const theirs = one.state();
    expect(await run(was)).toMatchObject({
      outcome: 'failed',
      what: expect.stringMatching(/^Meanwhile it was changed, and is .+: nothing was done\.$/u),
    });
    expect(await lookUp(was)).toMatchObject({ outcome: 'unknown', isFinal: true });
    expect(one.state()).toEqual(theirs);
    expect(one.effects()).toBe(0);
  });

  test('is not done where nobody found out what it would replace', async () => {
    expect(await run()).toMatchObject({ outcome: 'failed' });
    expect(one.effects()).toBe(0);
  });

  test('that AWS refuses has not happened; one that it has no time for may later', async () => {
    const was = await found();
    aws.faultOf = (call) => (call.operation === operation ? DENIED : undefined);
    expect(await run(was)).toMatchObject({
      outcome: 'failed',
      what: expect.stringContaining(`:${operation}`),
    });
    aws.faultOf = (call) => (call.operation === operation ? BUSY : undefined);
    expect(await run(was)).toMatchObject({ outcome: 'later' });
    expect(one.effects()).toBe(0);
  });

  test('is taken back by its inverse, to exactly what was there', async () => {
    const before = one.state();
    const was = await found();
    await run(was);
    const back = action.inverse?.(params, was);
    const { was: now } = await action.dryRun(back, signal());
    expect(await action.run(back, `${KEY}-undo`, signal(), now)).toMatchObject({ outcome: 'done' });
    expect(one.state()).toEqual(before);
  });

  test('that is so already is not offered', async () => {
    await run(await found());
    await expect(found()).rejects.toThrow(/^It is .+ already\.$/u);
  });
});
