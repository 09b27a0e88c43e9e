import { LambdaClient } from '@aws-sdk/client-lambda';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reading, type Action } from '../../../src/runbooks/actions/action.ts';
import { lambda } from '../../../src/runbooks/actions/lambda/lambda.ts';
import { sagemakerPipeline } from '../../../src/runbooks/actions/sagemaker/sagemaker-pipeline.ts';
import { stepFunctions } from '../../../src/runbooks/actions/started/step-functions.ts';
import { startAwsActions, type AwsActions } from '../../../demo/aws/start.ts';
import { MACHINE } from '../../../demo/aws/step-functions.ts';

const KEY = 'retrain-0123456789abcdef0123456789abcdef';
const DENIED = {
  status: 400,
  code: 'AccessDeniedException',
  message: `User: arn:aws:sts::111122223333:assumed-role/bot/tocsin is not authorized to perform: states:StartExecution on resource: ${MACHINE}`,
};
const BUSY = { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' };
const BROKEN = { status: 500, code: 'InternalFailure' };

let aws: AwsActions;
let machine: Action;
let pipeline: Action;
let fn: Action;

beforeAll(async () => {
  aws = await startAwsActions();
  const settings = {
    region: 'us-east-1',
    endpoint: aws.url,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  machine = reading(
    stepFunctions((_, maxAttempts = 3) => new SFNClient({ ...settings, maxAttempts })),
  );
  pipeline = reading(sagemakerPipeline(() => new SageMakerClient(settings)));
  fn = reading(lambda(() => new LambdaClient(settings)));
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const MACHINE_PARAMS = { state_machine_arn: MACHINE, input: { model: 'churn' } };
const PIPELINE_PARAMS = { name: 'train-churn', parameters: { Model: 'churn' } };
const EVENT = { function: 'train', payload: { model: 'churn' }, type: 'event' };
const REQUEST = { ...EVENT, type: 'request' };
const patient = () => new AbortController().signal;
const impatient = () => AbortSignal.timeout(300);

describe('an execution of Step Functions', () => {
  test('is shown before it is started, and nothing is changed by that', async () => {
    aws.executions.set('another', 'RUNNING');
    expect(await machine.dryRun(MACHINE_PARAMS, patient())).toEqual({
      before: '1 execution of train runs.',
      after: 'One more is started, with this input.',
      was: expect.any(String),
    });
    expect(aws.count('StartExecution')).toBe(0);
  });

  test('is of the definition that was shown: another is found out', async () => {
    const was = async () => (await machine.dryRun(MACHINE_PARAMS, patient())).was;
    const before = await was();
    expect(await was()).toBe(before);
    aws.stepFunctions.machine = { type: 'STANDARD', status: 'ACTIVE', definition: '{"a":1}' };
    expect(await was()).not.toBe(before);
  });

  test('of an express workflow, or of a machine that is being deleted, is not offered', async () => {
    aws.stepFunctions.machine = { type: 'EXPRESS', status: 'ACTIVE' };
    const shown = machine.dryRun(MACHINE_PARAMS, patient());
    await expect(shown).rejects.toThrow('nobody can look up an execution');
    aws.stepFunctions.machine = { type: 'STANDARD', status: 'DELETING' };
    await expect(machine.dryRun(MACHINE_PARAMS, patient())).rejects.toThrow('being deleted');
  });

  test('is named by the key, is followed to its end, and has a page in the console', async () => {
    const done = await machine.run(MACHINE_PARAMS, KEY, patient());
    const handle = `arn:aws:states:us-east-1:111122223333:execution:train:${KEY}`;
    expect(done).toEqual({
      outcome: 'done',
      what: 'The execution was started.',
      handle,
      link: expect.stringMatching(/^https:\/\/[\w.-]+\/states\/home\?region=us-east-1#/u),
    });
    expect(aws.calls.at(-1)?.input).toEqual({
      stateMachineArn: MACHINE,
      name: KEY,
      input: '{"model":"churn"}',
    });
    const state = async () => (await machine.follow?.(MACHINE_PARAMS, handle, patient()))?.state;
    expect(await state()).toBe('running');
    aws.executions.set(KEY, 'SUCCEEDED');
    expect(await state()).toBe('succeeded');
    aws.executions.set(KEY, 'FAILED');
    expect(await machine.follow?.(MACHINE_PARAMS, handle, patient())).toEqual({
      state: 'failed',
      what: 'The execution failed: OutOfMemory: too many rows',
    });
    aws.faultOf = () => BROKEN;
    expect(await state()).toBeUndefined();
  });

  test('is said once, for of an express workflow another one would run', async () => {
    aws.stepFunctions.machine = { type: 'EXPRESS', status: 'ACTIVE' };
    aws.faultOf = ({ operation }) => (operation === 'StartExecution' ? BROKEN : undefined);
    const done = await machine.run(MACHINE_PARAMS, KEY, patient());
    expect(done).toMatchObject({ outcome: 'unknown' });
    expect(aws.count('StartExecution')).toBe(1);
  });

  test('that is there already is not started again: it is the one of that key', async () => {
    aws.executions.set(KEY, 'SUCCEEDED');
    expect(await machine.run(MACHINE_PARAMS, KEY, patient())).toMatchObject({ outcome: 'done' });
    expect(aws.executions.get(KEY)).toBe('SUCCEEDED');
  });

  test('that is not allowed says which permission is missing, to which role, on what', async () => {
    aws.faultOf = () => DENIED;
    expect(await machine.run(MACHINE_PARAMS, KEY, patient())).toEqual({
      outcome: 'failed',
      what: 'AWS does not allow states:StartExecution to arn:aws:sts::111122223333:assumed-role/bot/tocsin.',
      mend: `Allow it on ${MACHINE}, in a policy of that role.`,
    });
  });

  test('waits while AWS asks for patience; other refusals are final, in the words of AWS', async () => {
    aws.faultOf = () => BUSY;
    expect(await machine.run(MACHINE_PARAMS, KEY, patient())).toMatchObject({ outcome: 'later' });
    aws.faultOf = () => ({
      status: 400,
      code: 'StateMachineDoesNotExist',
      message: 'State Machine Does Not Exist',
    });
    expect(await machine.run(MACHINE_PARAMS, KEY, patient())).toMatchObject({
      outcome: 'failed',
      what: 'AWS refuses: State Machine Does Not Exist (StateMachineDoesNotExist)',
    });
  });

  test('of which no answer came is of unknown fate until it is looked up by its key', async () => {
    aws.faultOf = ({ operation }) => (operation === 'StartExecution' ? 'lost' : undefined);
    const outcome = await machine.run(MACHINE_PARAMS, KEY, impatient());
    expect(outcome).toMatchObject({ outcome: 'unknown' });
    expect(await machine.lookUp(MACHINE_PARAMS, KEY, patient())).toMatchObject({
      outcome: 'done',
      handle: expect.stringContaining(KEY),
    });
    aws.executions.clear();
    expect(await machine.lookUp(MACHINE_PARAMS, KEY, patient())).toEqual({ outcome: 'absent' });
    aws.stepFunctions.machine = { type: 'EXPRESS', status: 'ACTIVE' };
    expect(await machine.lookUp(MACHINE_PARAMS, KEY, patient())).toMatchObject({
      outcome: 'unknown',
      isFinal: true,
    });
    aws.faultOf = () => BROKEN;
    expect(await machine.lookUp(MACHINE_PARAMS, KEY, patient())).toMatchObject({
      outcome: 'unknown',
    });
  });

  test('can be stopped', async () => {
    const { handle = '' } = Object(await machine.run(MACHINE_PARAMS, KEY, patient()));
    expect(await machine.stop?.(MACHINE_PARAMS, handle, patient())).toMatchObject({
      outcome: 'done',
    });
    expect(aws.executions.get(KEY)).toBe('ABORTED');
  });

  test('is not started where nothing listens, which is no doubt', async () => {
    const nowhere = new SFNClient({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
    const outcome = await reading(stepFunctions(() => nowhere)).run(MACHINE_PARAMS, KEY, patient());
    expect(outcome).toMatchObject({ outcome: 'later' });
  });
});

describe('an execution of a SageMaker pipeline', () => {
  test('is shown, started under the key as its token, and followed', async () => {
    expect(await pipeline.dryRun(PIPELINE_PARAMS, patient())).toEqual({
      before: 'No execution of train-churn runs.',
      after: 'One more is started, with these parameters.',
      was: expect.any(String),
    });
    const { was } = await pipeline.dryRun(PIPELINE_PARAMS, patient());
    aws.sagemaker.pipeline.changed += 60;
    expect((await pipeline.dryRun(PIPELINE_PARAMS, patient())).was).not.toBe(was);
    const { handle = '' } = Object(await pipeline.run(PIPELINE_PARAMS, KEY, patient()));
    expect(aws.calls.at(-1)?.input).toMatchObject({
      ClientRequestToken: KEY,
      PipelineParameters: [{ Name: 'Model', Value: 'churn' }],
    });
    const state = async () => (await pipeline.follow?.(PIPELINE_PARAMS, handle, patient()))?.state;
    expect(await state()).toBe('running');
    aws.executions.set(KEY, 'Failed');
    expect(await state()).toBe('failed');
    aws.executions.set(KEY, 'Succeeded');
    expect(await state()).toBe('succeeded');
    await pipeline.stop?.(PIPELINE_PARAMS, handle, patient());
    expect(aws.executions.get(KEY)).toBe('Stopped');
  });

  test('of unknown fate is found by its name, or was never started', async () => {
    aws.faultOf = ({ operation }) => (operation === 'StartPipelineExecution' ? 'lost' : undefined);
    expect(await pipeline.run(PIPELINE_PARAMS, KEY, impatient())).toMatchObject({
      outcome: 'unknown',
    });
    expect(await pipeline.lookUp(PIPELINE_PARAMS, KEY, patient())).toMatchObject({
      outcome: 'done',
    });
    aws.executions.clear();
    expect(await pipeline.lookUp(PIPELINE_PARAMS, KEY, patient())).toEqual({ outcome: 'absent' });
  });
});

describe('a Lambda function', () => {
  test('is invoked once with the key in its payload; a dry run only asks whether it may be', async () => {
    await fn.dryRun(EVENT, patient());
    expect(aws.lambda.invocations).toEqual([]);
    expect(await fn.run(EVENT, KEY, patient())).toMatchObject({
      outcome: 'done',
      what: 'Lambda took the event.',
    });
    expect(aws.lambda.invocations).toEqual([{ model: 'churn', idempotency_key: KEY }]);
  });

  test('that is waited for says what it answers, or why it failed', async () => {
    expect(await fn.run(REQUEST, KEY, patient())).toMatchObject({ what: 'It answered "trained"' });
    const payload = JSON.stringify({ errorType: 'KeyError', errorMessage: 'no such model' });
    aws.lambda.functionAnswer = { error: 'Unhandled', payload };
    expect(await fn.run(REQUEST, KEY, patient())).toMatchObject({
      outcome: 'failed',
      what: 'The function failed: KeyError: no such model',
    });
  });

  test('of which no answer came is not looked up: it is said what is known, and where to look', async () => {
    aws.faultOf = () => 'lost';
    expect(await fn.run(EVENT, KEY, impatient())).toMatchObject({ outcome: 'unknown' });
    expect(await fn.lookUp(EVENT, KEY, patient())).toEqual({
      outcome: 'unknown',
      isFinal: true,
      what: expect.stringContaining(`The function got the key ${KEY}`),
    });
    expect(aws.lambda.invocations).toHaveLength(1);
  });

  test('that may not be invoked is said before anybody is asked', async () => {
    aws.faultOf = () => ({ ...DENIED, status: 403, message: 'no' });
    await expect(fn.dryRun(EVENT, patient())).rejects.toThrow(
      "AWS does not allow lambda:InvokeFunction to the bot's role.",
    );
  });
});
