import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ActionRun, ActionRuns } from '../../../src/engine/ports/action-runs.ts';
import { reading, type Action, type Outcome } from '../../../src/runbooks/actions/action.ts';
import { createCarrier } from '../../../src/runbooks/actions/carry-on.ts';
import { lambda } from '../../../src/runbooks/actions/lambda/lambda.ts';
import { withdraw } from '../../../src/runbooks/actions/withdraw.ts';
import { stepFunctions } from '../../../src/runbooks/actions/started/step-functions.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { startAwsActions, type AwsActions } from '../../../demo/aws/start.ts';
import { MACHINE } from '../../../demo/aws/step-functions.ts';

const T0 = Date.parse('2026-10-01T06:00:00Z');
const MINUTE = 60_000;
const KEY = 'retrain-0123456789abcdef0123456789abcdef';
const DEED = { actor: 'tocsin', action: 'action-asked', object: 'retrain churn' } as const;

let aws: AwsActions;
let actions: ReadonlyMap<string, Action>;
let now: number;
let store: MemoryStore;

beforeAll(async () => {
  aws = await startAwsActions();
  const settings = {
    region: 'us-east-1',
    endpoint: aws.url,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const machine = reading(stepFunctions(() => new SFNClient(settings)));
  const fn = reading(lambda(() => new LambdaClient(settings)));
  // Nobody waits for half a minute here.
  const hasty = (action: Action): Action => ({ ...action, timeout: () => 300 });
  actions = new Map([machine, fn].map((action) => [action.name, hasty(action)]));
});
beforeEach(() => {
  aws.clear();
  now = T0;
  store = createMemoryStore(() => now);
});
afterAll(() => aws.stop());

async function open(own: Partial<ActionRun> = {}): Promise<void> {
  const run: ActionRun = {
    key: KEY,
    about: 'retrain churn',
    action: 'step_functions',
    params: { state_machine_arn: MACHINE, input: { model: 'churn' } },
    why: [],
    facts: {},
    state: 'approved',
    revision: 1,
    askedBy: 'tocsin',
    askedAt: T0,
    story: [],
    ...own,
  };
  await store.actions.open(run, 0, DEED);
}

const FUNCTION = {
  action: 'lambda',
  params: { function: 'train', payload: {}, type: 'event' },
} as const;

/** Brings the run on as often as told; `runs` is what a process sees that is about to die. */
async function carry(times = 1, runs: ActionRuns = store.actions): Promise<ActionRun | undefined> {
  const carryOn = createCarrier({
    runs,
    actionOf: async (name) => actions.get(name),
    now: () => now,
    onState: () => {},
    overBounds: () => undefined,
  });
  let run: ActionRun | undefined;
  for (let left = times; left > 0; left -= 1) {
    run = await carryOn(KEY, new AbortController().signal);
  }
  return run;
}

/** A process that dies once the action is begun: it writes down nothing any more. */
function dying(): ActionRuns {
  return {
    ...store.actions,
    async change(run, deed) {
      if (run.state !== 'starting') throw new Error('the process dies');
      return store.actions.change(run, deed);
    },
  };
}

async function deeds(): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { action } of store.audit.list()) all.push(action);
  return all;
}

describe('a run of an action', () => {
  test('is started once, followed, and over when the service says so; each of it is in the trail', async () => {
    await open();
    expect(await carry()).toMatchObject({ state: 'running', startedAt: T0 });
    expect(await carry(2)).toMatchObject({ state: 'running' });
    aws.executions.set(KEY, 'SUCCEEDED');
    expect(await carry(2)).toMatchObject({ state: 'succeeded' });
    expect(aws.count('StartExecution')).toBe(1);
    expect(await deeds()).toEqual([
      'action-asked',
      'action-starting',
      'action-running',
      'action-succeeded',
    ]);
    const said = (await store.actions.find(KEY))?.story.map(({ what }) => what);
    expect(said).toEqual([
      'It is being started.',
      'The execution was started.',
      'The execution succeeded.',
    ]);
  });

  test('says how it goes on, less often the longer it lasts, and the same once', async () => {
    let words = '4 of 8 tasks run.';
    const machine = actions.get('step_functions');
    if (machine === undefined) throw new Error('it is there');
    const follow = async () => ({ state: 'running', what: words }) as const;
    actions = new Map([...actions, ['followed', { ...machine, follow }]]);
    await open({ action: 'followed' });
    await carry();
    const said = async (minutes: number, what: string) => {
      now = T0 + minutes * MINUTE;
      words = what;
      return (await carry())?.story.at(-1)?.what;
    };
    expect(await said(1, '5 of 8 tasks run.')).toBe('The execution was started.');
    expect(await said(2, '5 of 8 tasks run.')).toBe('5 of 8 tasks run.');
    expect(await said(3, '6 of 8 tasks run.')).toBe('5 of 8 tasks run.');
    expect(await said(4, '6 of 8 tasks run.')).toBe('6 of 8 tasks run.');
    expect(await said(60, '6 of 8 tasks run.')).toBe('6 of 8 tasks run.');
    expect((await store.actions.find(KEY))?.story).toHaveLength(4);
    expect(await deeds()).toEqual(['action-asked', 'action-starting', 'action-running']);
  });

  test('that the service has no time for is tried again, for an hour', async () => {
    await open();
    aws.faultOf = ({ operation }) =>
      operation === 'StartExecution' ? { status: 400, code: 'ThrottlingException' } : undefined;
    expect(await carry()).toMatchObject({ state: 'approved' });
    now += 59 * MINUTE;
    expect(await carry()).toMatchObject({ state: 'approved' });
    now += 2 * MINUTE;
    expect(await carry()).toMatchObject({ state: 'failed', startedAt: T0 });
    expect(await deeds()).toEqual(['action-asked', 'action-starting', 'action-failed']);
  });

  test('that was tried, and then left for hours because nobody was there, is not tried again', async () => {
    await open();
    aws.faultOf = ({ operation }) =>
      operation === 'StartExecution' ? { status: 400, code: 'ThrottlingException' } : undefined;
    expect(await carry()).toMatchObject({ state: 'approved' });
    aws.faultOf = () => undefined;
    now += 5 * 60 * MINUTE;
    expect(await carry(2)).toMatchObject({ state: 'failed' });
    expect([...aws.executions.keys()]).toEqual([]);
  });

  test.each([
    ['has no time for it', { outcome: 'later', what: 'AWS asks for patience.' }],
    ['refuses it', { outcome: 'failed', what: 'AWS refuses.', mend: 'Mend it.' }],
  ] as const)(
    'of which an attempt may have come to something has not failed when the service then %s',
    async (_, then) => {
      const doubt = { outcome: 'unknown', what: 'HTTP 500.', isRepeatable: true } as const;
      const outcomes: Outcome[] = [doubt, then];
      const machine = actions.get('step_functions');
      if (machine === undefined) throw new Error('it is there');
      const run = async () => outcomes.shift() ?? then;
      const lookUp = async () => doubt;
      actions = new Map([...actions, ['repeated', { ...machine, run, lookUp }]]);
      await open({ action: 'repeated' });
      await carry(2);
      now += 61 * MINUTE;
      const found = await carry();
      expect(found).toMatchObject({ state: 'unknown' });
      expect(found?.story.at(-1)?.what).toContain('Whether an attempt came to something is not');
    },
  );

  test('of which an attempt may have come to something is not withdrawn as if nothing had been done', async () => {
    await open({ isDoubtful: true });
    await withdraw(KEY, 'Automation is off.', { runs: store.actions, now: () => now });
    const run = await store.actions.find(KEY);
    expect(run).toMatchObject({ state: 'unknown' });
    expect(run?.story.at(-1)?.what).not.toContain('Nothing was done');
  });

  test('whose value is read as it was, right after it was set, has not failed by that', async () => {
    const machine = actions.get('step_functions');
    if (machine === undefined) throw new Error('it is there');
    const follow = async () =>
      ({ state: 'failed', what: 'Somebody else has changed it.' }) as const;
    const inverse = () => ({});
    actions = new Map([...actions, ['set', { ...machine, follow, inverse }]]);
    await open({ action: 'set' });
    expect(await carry(2)).toMatchObject({ state: 'running' });
    now += MINUTE;
    expect(await carry()).toMatchObject({ state: 'failed' });
  });

  test('of which no answer came is looked up before anything is said of it', async () => {
    await open();
    aws.faultOf = ({ operation }) => (operation === 'StartExecution' ? 'lost' : undefined);
    expect(await carry()).toMatchObject({ state: 'running', handle: expect.stringContaining(KEY) });
    expect(aws.count('StartExecution')).toBe(1);
  });

  test('that can not be looked up for a while is of unknown fate, and is not started again', async () => {
    await open();
    aws.faultOf = () => ({ status: 500, code: 'InternalFailure' });
    expect(await carry()).toMatchObject({ state: 'starting' });
    now += 16 * MINUTE;
    expect(await carry(2)).toMatchObject({ state: 'unknown' });
    expect((await store.actions.find(KEY))?.story.at(-1)?.what).toContain('can not be looked up');
    expect(aws.count('StartExecution')).toBe(1);
  });

  test('is stopped where somebody wants that, and says what the service said', async () => {
    await open();
    const run = await carry();
    if (run === undefined) throw new Error('there is no run');
    const wanted = { ...run, stopping: 'wanted', revision: run.revision + 1 } as const;
    await store.actions.change(wanted);
    expect(await carry()).toMatchObject({ state: 'running', stopping: 'told' });
    expect(await carry()).toMatchObject({ state: 'failed' });
    expect(aws.executions.get(KEY)).toBe('ABORTED');
  });

  test('is over when it is, also where nobody could stop it', async () => {
    await open();
    const run = await carry();
    if (run === undefined) throw new Error('there is no run');
    await store.actions.change({ ...run, stopping: 'wanted', revision: run.revision + 1 });
    aws.faultOf = ({ operation }) =>
      operation === 'StopExecution' ? { status: 500, code: 'InternalFailure' } : undefined;
    expect(await carry()).toMatchObject({ state: 'running', stopping: 'wanted' });
    aws.executions.set(KEY, 'SUCCEEDED');
    expect(await carry()).toMatchObject({ state: 'succeeded' });
  });

  test('that nobody approves in time is not done; before it is asked it is shown', async () => {
    await open({ state: 'asked', approveBy: T0 + MINUTE });
    expect(await carry()).toMatchObject({ preview: { before: 'No execution of train runs.' } });
    now += MINUTE;
    expect(await carry(2)).toMatchObject({ state: 'expired' });
    expect(aws.count('StartExecution')).toBe(0);
  });
});

describe('when the process dies in the middle of an action', () => {
  test('the next one finds it under way, and starts no other', async () => {
    await open();
    await expect(carry(1, dying())).rejects.toThrow('the process dies');
    expect(await store.actions.find(KEY)).toMatchObject({ state: 'starting' });
    expect(await carry()).toMatchObject({ state: 'running' });
    expect(aws.count('StartExecution')).toBe(1);
  });

  test('before the service heard of it, the next one starts it, under the same key', async () => {
    await open();
    await expect(carry(1, dying())).rejects.toThrow('the process dies');
    aws.executions.clear();
    expect(await carry(2)).toMatchObject({ state: 'running' });
    expect([...aws.executions.keys()]).toEqual([KEY]);
  });

  test('an action that nobody can look up is not done again: it is said what is known', async () => {
    await open(FUNCTION);
    await expect(carry(1, dying())).rejects.toThrow('the process dies');
    expect(aws.lambda.invocations).toHaveLength(1);
    const run = await carry(3);
    expect(run).toMatchObject({ state: 'unknown' });
    expect(run?.story.at(-1)?.what).toContain('Lambda does not say what became of it.');
    expect(run?.story.at(-1)?.what).toContain(KEY);
    expect(aws.lambda.invocations).toHaveLength(1);
  });

  test('and was only thought dead, what it then says is what is known', async () => {
    await open(FUNCTION);
    const slow: ActionRuns = {
      ...store.actions,
      async change(run, deed) {
        // By then another one has found it, and given it up.
        if (run.state === 'succeeded' && run.revision === 3) await carry();
        return store.actions.change(run, deed);
      },
    };
    expect(await carry(1, slow)).toMatchObject({ state: 'succeeded' });
    expect(aws.lambda.invocations).toHaveLength(1);
  });
});
