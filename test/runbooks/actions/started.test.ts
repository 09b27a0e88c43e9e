import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { tokenOf } from '../../../src/runbooks/actions/aws/token.ts';
import { BROKEN, BUSY, DENIED, findRealAction, signal, startRealActions } from './real-actions.ts';

const KEY = 'run-0123456789abcdef0123456789abcdef';
const UUID = /^[a-f\d]{8}-([a-f\d]{4}-){3}[a-f\d]{12}$/u;

let aws: AwsActions;
beforeAll(async () => {
  aws = await startRealActions();
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

test('the token of a key is a UUID, and always the same', () => {
  expect(tokenOf(KEY)).toMatch(UUID);
  expect(tokenOf(KEY)).toBe(tokenOf(KEY));
  expect(tokenOf(KEY)).not.toBe(tokenOf(`${KEY}-undo`));
});

/** An action that starts something, once for a token. */
interface Scenario {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly operation: string;
  readonly inputs: () => readonly unknown[];
  readonly input: unknown;
  readonly become: (status: string) => void;
  readonly before: string;
  readonly after: string;
  readonly link: string;
  readonly words: Readonly<Record<string, readonly [state: string, what: string]>>;
}

const ID = tokenOf(KEY);
const SCENARIOS: readonly Scenario[] = [
  {
    name: 'ssm_automation',
    params: { document: 'Shop-RestartWorkers', parameters: { Fleet: 'blue' } },
    operation: 'StartAutomationExecution',
    inputs: () => aws.ssm.inputs,
    input: {
      DocumentName: 'Shop-RestartWorkers',
      DocumentVersion: '3',
      Parameters: { Fleet: ['blue'] },
      ClientToken: ID,
    },
    become: (status) => aws.ssm.become(ID, status),
    before: 'No execution of Shop-RestartWorkers runs.',
    after: 'One more is started, of version 3, with these parameters; by its defaults: Hosts.',
    link: `https://console.aws.amazon.com/systems-manager/automation/execution/${ID}?region=us-east-1`,
    words: {
      InProgress: ['running', 'The automation runs, at drain.'],
      PendingApproval: ['running', 'The automation waits, at drain.'],
      Success: ['succeeded', 'The automation succeeded. drain.Count = 3'],
      Failed: ['failed', 'The automation failed: no such fleet'],
      TimedOut: ['failed', 'The automation took longer than it may.'],
      Rejected: ['failed', 'The automation was not approved in AWS.'],
      Cancelled: ['failed', 'The automation was stopped.'],
    },
  },
  {
    name: 'codepipeline',
    params: { name: 'deploy-shop', variables: { Stage: 'blue' } },
    operation: 'StartPipelineExecution',
    inputs: () => aws.codePipeline.inputs,
    input: {
      name: 'deploy-shop',
      clientRequestToken: ID,
      variables: [{ name: 'Stage', value: 'blue' }],
    },
    become: (status) => aws.codePipeline.runs.set(ID, { status, summary: 'a test failed' }),
    before: 'No execution of deploy-shop runs.',
    after: 'One more is started, of its version 12, with these variables.',
    link: `https://console.aws.amazon.com/codesuite/codepipeline/pipelines/deploy-shop/executions/${ID}/timeline?region=us-east-1`,
    words: {
      InProgress: ['running', 'The pipeline runs.'],
      Stopping: ['running', 'The pipeline is stopping.'],
      Succeeded: ['succeeded', 'The pipeline succeeded.'],
      Superseded: ['failed', 'A newer execution has taken its place.'],
      Stopped: ['failed', 'The pipeline was stopped: a test failed'],
      Failed: ['failed', 'The pipeline failed: a test failed'],
    },
  },
];

describe.each(SCENARIOS)('$name', (one) => {
  const { params, operation } = one;
  let action: Action;
  beforeAll(async () => {
    action = await findRealAction(one.name);
  });
  const run = (was?: string) => action.run(params, KEY, signal(), was);
  const found = async () => (await action.dryRun(params, signal())).was ?? '';

  test('shows what runs and what would be started, and starts nothing by that', async () => {
    const { before, after } = await action.dryRun(params, signal());
    expect({ before, after }).toEqual({ before: one.before, after: one.after });
    expect(one.inputs()).toEqual([]);
    await run(await found());
    const again = await action.dryRun(params, signal());
    expect(again.before).toMatch(/^1 execution of /u);
  });

  test('is started once, however often it is said', async () => {
    const was = await found();
    const done = { outcome: 'done', handle: ID, link: one.link };
    expect(await run(was)).toMatchObject(done);
    expect(await run(was)).toMatchObject(done);
    expect(one.inputs()).toEqual([one.input]);
  });

  test('is started once where the first answer was lost: it is said again under its token', async () => {
    const was = await found();
    aws.faultOf = (call) => (call.operation === operation ? { ...BROKEN, after: true } : undefined);
    expect(await run(was)).toMatchObject({ outcome: 'unknown' });
    expect(await action.lookUp(params, KEY, signal(), was)).toMatchObject({
      outcome: 'unknown',
      isRepeatable: true,
    });
    aws.faultOf = () => undefined;
    expect(await run(was)).toMatchObject({ outcome: 'done' });
    expect(one.inputs()).toHaveLength(1);
  });

  test('that AWS refuses was not started', async () => {
    const was = await found();
    aws.faultOf = () => DENIED;
    expect(await run(was)).toMatchObject({
      outcome: 'failed',
      what: expect.stringContaining(`:${operation}`),
    });
    await expect(found()).rejects.toThrow('AWS does not allow');
    expect(one.inputs()).toEqual([]);
  });

  test('is told in words as it goes on, and not where that is not found out', async () => {
    await run(await found());
    for (const [status, [state, what]] of Object.entries(one.words)) {
      one.become(status);
      expect(await action.follow?.(params, ID, signal())).toEqual({ state, what });
    }
    aws.faultOf = () => DENIED;
    expect(await action.follow?.(params, ID, signal())).toBeUndefined();
  });

  test('can be stopped, and told so twice', async () => {
    await run(await found());
    for (const _ of [1, 2]) {
      expect(await action.stop?.(params, ID, signal())).toMatchObject({ outcome: 'done' });
    }
    expect(await action.follow?.(params, ID, signal())).toMatchObject({
      what: expect.stringMatching(/stop/u),
    });
    aws.faultOf = () => DENIED;
    expect(await action.stop?.(params, ID, signal())).toMatchObject({ outcome: 'failed' });
  });
});

describe('an automation', () => {
  const PARAMS = { document: 'Shop-RestartWorkers', parameters: { Fleet: 'blue' } };
  const dryRun = async (params: unknown) =>
    (await findRealAction('ssm_automation')).dryRun(params, signal());

  test('whose parameters its document does not take is not offered', async () => {
    const given = (parameters: unknown) => dryRun({ ...PARAMS, parameters });
    await expect(given({ Flete: 'blue' })).rejects.toMatchObject({
      message: 'The document has no parameter "Flete".',
      mend: 'Write Fleet.',
    });
    await expect(given({ constructor: 'x', Fleet: 'blue' })).rejects.toThrow('"constructor"');
    await expect(given({})).rejects.toThrow('The document needs Fleet.');
    await expect(given({ Fleet: ['blue', 'red'] })).rejects.toThrow('takes one text, and gets 2');
    expect(await given({ Fleet: 'blue', Hosts: ['a', 'b'] })).toMatchObject({
      after: 'One more is started, of version 3, with these parameters.',
    });
  });

  test('of a document that is none, or is not active, is not offered', async () => {
    await expect(dryRun({ ...PARAMS, document: 'Shop-None' })).rejects.toThrow('InvalidDocument');
    aws.ssm.change('Shop-RestartWorkers', { status: 'Deleting' });
    await expect(dryRun(PARAMS)).rejects.toThrow('it is deleting');
    aws.ssm.change('Shop-RestartWorkers', { type: 'Command' });
    await expect(dryRun(PARAMS)).rejects.toThrow('is a document of type Command');
  });

  test('is of the version that was shown, also where another one is the default by then', async () => {
    const action = await findRealAction('ssm_automation');
    const { was } = await action.dryRun(PARAMS, signal());
    aws.ssm.change('Shop-RestartWorkers', { version: '4', hash: 'b2' });
    await action.run(PARAMS, KEY, signal(), was);
    expect(aws.ssm.inputs).toMatchObject([{ DocumentVersion: '3' }]);
    expect((await action.dryRun(PARAMS, signal())).was).not.toBe(was);
  });

  test('is not started where nobody found out of what version', async () => {
    const action = await findRealAction('ssm_automation');
    expect(await action.run(PARAMS, KEY, signal())).toMatchObject({ outcome: 'failed' });
    expect(aws.ssm.inputs).toEqual([]);
  });
});

describe('a pipeline', () => {
  const PARAMS = { name: 'deploy-shop', variables: { Stage: 'blue' } };
  const dryRun = async (params: unknown) =>
    (await findRealAction('codepipeline')).dryRun(params, signal());

  test('whose variables are others is not offered', async () => {
    const given = (variables: unknown) => dryRun({ ...PARAMS, variables });
    await expect(given({ Stag: 'blue' })).rejects.toMatchObject({
      message: 'The pipeline has no variable "Stag".',
      mend: 'It has Stage, Canary.',
    });
    await expect(given({ Canary: '20' })).rejects.toThrow('The pipeline needs Stage.');
    aws.codePipeline.pipelines.set('old', { version: 1, type: 'V1', variables: [], closed: {} });
    await expect(dryRun({ ...PARAMS, name: 'old' })).rejects.toMatchObject({
      mend: 'Only pipelines of type V2 have variables.',
    });
  });

  test('that will wait before a closed stage says so, and how the last one ended', async () => {
    const closed = { Production: 'freeze until Monday' };
    aws.codePipeline.pipelines.set('deploy-shop', {
      version: 13,
      type: 'V2',
      variables: [],
      closed,
    });
    aws.codePipeline.runs.set('one', { status: 'Failed', summary: '' });
    expect(await dryRun({ name: 'deploy-shop' })).toEqual({
      before: 'No execution of deploy-shop runs. The last one that ended failed.',
      after:
        'One more is started, of its version 13, with these variables. It will wait before Production, which is closed: freeze until Monday.',
      was: '{"version":13}',
    });
  });

  test('waits while CodePipeline has no time', async () => {
    const action = await findRealAction('codepipeline');
    aws.faultOf = ({ operation }) => (operation === 'StartPipelineExecution' ? BUSY : undefined);
    expect(await action.run(PARAMS, KEY, signal())).toMatchObject({ outcome: 'later' });
  });
});

test('an automation gets no placeholder that AWS fills in, and a document of others is known by its ARN', async () => {
  const action = await findRealAction('ssm_automation');
  const params = { document: 'Shop-RestartWorkers', parameters: { Fleet: '{{ssm:/shop/key}}' } };
  expect(action.params.safeParse(params).error?.issues[0]?.message).toBe('has a placeholder in it');
  const arn = 'arn:aws:ssm:us-east-1:999999999999:document/Shop-RestartWorkers';
  expect(action.targetName({ document: arn })).toBe(arn);
});
