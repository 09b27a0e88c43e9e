import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsFault } from '../../../demo/aws/fault.ts';
import { startAwsActions, type AwsActions } from '../../../demo/aws/start.ts';
import { ActionProblem, type Action, type Outcome } from '../../../src/runbooks/actions/action.ts';
import { CAPACITY_CASES } from './capacity-cases.ts';
import { CODEDEPLOY_CASES } from './codedeploy-cases.ts';
import { ECS_CASES } from './ecs-cases.ts';
import { LAMBDA_CASES } from './lambda-cases.ts';
import { TRAFFIC_CASES } from './traffic-cases.ts';

const KEY = 'run-0123456789abcdef0123456789abcdef';
const DENIED = { status: 403, code: 'AccessDeniedException', message: 'no' };
const BUSY = { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' };
const BROKEN = { status: 500, code: 'InternalFailure' };
/** Each way in which a call that does something comes to nothing, or to no answer; and one that reads. */
const FAULTS: readonly AwsFault[] = [BUSY, BROKEN, { ...BROKEN, after: true }, 'lost', 'unheard'];
const READ_FAULTS: readonly AwsFault[] = [BROKEN, 'unheard'];

let aws: AwsActions;
beforeAll(async () => {
  aws = await startAwsActions();
});
afterAll(() => aws.stop());

const patient = () => new AbortController().signal;

const CASES = [
  ...LAMBDA_CASES,
  ...ECS_CASES,
  ...CODEDEPLOY_CASES,
  ...CAPACITY_CASES,
  ...TRAFFIC_CASES,
];

describe.each(CASES)('$effect: $about', (one) => {
  const { params, effect, given, seen, meddle, settle, isFinal } = one;
  let action: Action;

  beforeAll(() => {
    action = one.action({
      region: 'us-east-1',
      endpoint: aws.url,
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
  });
  beforeEach(() => {
    aws.clear();
    given?.(aws);
  });

  const found = async () => (await action.dryRun(params, patient())).was;
  const run = (was?: string) => action.run(params, KEY, patient(), was);

  /** The operations of a run to which nothing happens. */
  async function callsOf(was: string | undefined): Promise<readonly string[]> {
    aws.calls.length = 0;
    await run(was);
    return aws.calls.map(({ operation }) => operation);
  }

  /** The run, where the fault meets the call of that number; a call that is not answered is given up. */
  async function runMeeting(was: string | undefined, number: number, fault: AwsFault) {
    aws.clear();
    given?.(aws);
    const giveUp = new AbortController();
    let calls = 0;
    aws.faultOf = () => {
      calls += 1;
      if (calls !== number) return undefined;
      if (typeof fault === 'string') setImmediate(() => giveUp.abort());
      return fault;
    };
    const outcome = await action.run(params, KEY, giveUp.signal, was);
    aws.faultOf = () => undefined;
    return outcome;
  }

  /** What the carrier does: looks up what nobody knows, and tries again what has not happened. */
  async function carriedOn(first: Outcome, was: string | undefined): Promise<Outcome> {
    if (first.outcome === 'done' || first.outcome === 'failed') return first;
    if (first.outcome === 'later') return run(was);
    const known = await action.lookUp(params, KEY, patient(), was);
    return known.outcome === 'absent' ? run(was) : known;
  }

  test('the dry run says what there is and what would be, and changes nothing', async () => {
    const world = JSON.stringify(seen(aws));
    const shown = await action.dryRun(params, patient());
    expect(shown).toMatchObject({ before: one.before, after: one.after });
    expect(await action.dryRun(params, patient())).toEqual(shown);
    expect(JSON.stringify(seen(aws))).toBe(world);
    expect(aws.effects).toEqual([]);
    expect(action.title(params)).toMatch(/^[A-Z].{10,}[^.]$/u);
    expect(action.target(params)).not.toBe('');
  });

  test('of one key it is done once', async () => {
    const was = await found();
    const link = expect.stringContaining('us-east-1');
    expect(await run(was)).toMatchObject({ outcome: 'done', link });
    expect(aws.effects).toEqual([effect]);
    expect(await run(was)).toMatchObject({ outcome: 'done' });
    expect(await action.lookUp(params, KEY, patient(), was)).toMatchObject({ outcome: 'done' });
    expect(aws.effects).toEqual([effect]);
  });

  test.skipIf(settle !== undefined)('it is over when AWS has answered', async () => {
    expect(await run(await found())).not.toHaveProperty('handle');
  });

  test.skipIf(settle === undefined)('it is followed to its end', async () => {
    const { handle } = Object(await run(await found()));
    const state = async () => (await action.follow?.(params, handle, patient()))?.state;
    expect(await state()).toBe('running');
    aws.faultOf = () => BROKEN;
    expect(await state()).toBeUndefined();
    aws.faultOf = () => undefined;
    settle?.(aws);
    expect(await state()).toBe('succeeded');
  });

  test('whichever call comes to nothing or stays unanswered, it ends up done once', async () => {
    const was = await found();
    const calls = await callsOf(was);
    expect(calls).toContain(effect);
    for (const [index, operation] of calls.entries()) {
      for (const fault of operation === effect ? FAULTS : READ_FAULTS) {
        const outcome = await runMeeting(was, index + 1, fault);
        const end = await carriedOn(outcome, was);
        expect({ operation, fault, outcome: end.outcome, effects: aws.effects }).toEqual({
          operation,
          fault,
          outcome: 'done',
          effects: [effect],
        });
      }
    }
  });

  test('what somebody changed since the dry run is left alone, and that is said', async () => {
    const was = await found();
    meddle(aws);
    const world = JSON.stringify(seen(aws));
    expect(await run(was)).toMatchObject({
      outcome: 'failed',
      what: expect.stringContaining('othing was done'),
    });
    expect(JSON.stringify(seen(aws))).toBe(world);
    expect(aws.effects).toEqual([]);
    expect(await action.lookUp(params, KEY, patient(), was)).not.toMatchObject({ outcome: 'done' });
    expect(await found().catch(() => 'there is no way from there')).not.toBe(was);
  });

  test('without a dry run nothing is done', async () => {
    expect(await run()).toMatchObject({ outcome: 'failed' });
    expect(aws.effects).toEqual([]);
  });

  test('what may not be done says which permission is missing', async () => {
    const was = await found();
    aws.faultOf = ({ operation }) => (operation === effect ? DENIED : undefined);
    expect(await run(was)).toMatchObject({
      outcome: 'failed',
      what: expect.stringMatching(new RegExp(`^AWS does not allow [a-z-]+:${effect} to`, 'u')),
    });
    expect(aws.effects).toEqual([]);
    aws.faultOf = () => DENIED;
    await expect(action.dryRun(params, patient())).rejects.toThrow(ActionProblem);
    expect(await run(was)).toMatchObject({ outcome: 'failed' });
    expect(await action.lookUp(params, KEY, patient(), was)).toMatchObject({ outcome: 'unknown' });
  });

  test.skipIf(isFinal)('the undo brings back exactly what there was', async () => {
    const world = JSON.stringify(seen(aws));
    const was = await found();
    await run(was);
    settle?.(aws);
    expect(JSON.stringify(seen(aws))).not.toBe(world);
    const back = action.inverse?.(params, was ?? '');
    const { was: then } = await action.dryRun(back, patient());
    expect(await action.run(back, `${KEY}0`, patient(), then)).toMatchObject({ outcome: 'done' });
    settle?.(aws);
    expect(JSON.stringify(seen(aws))).toBe(world);
  });

  test('a parameter that nobody knows is a mistake', () => {
    expect(action.params.safeParse(params).success).toBe(true);
    expect(action.params.safeParse({ ...Object(params), functoin: 'x' }).success).toBe(false);
  });
});
