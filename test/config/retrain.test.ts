import { expect, test } from 'vitest';
import { retrainHooks, retrainingsOf } from '../../src/app/runbooks/retrainings.ts';
import { loadConfig, type Config } from '../../src/config/load.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { problemLines } from './problem-lines.ts';

const MACHINE = 'arn:aws:states:eu-central-1:111122223333:stateMachine:train';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

function text(retrain: string, rest = "drift: { report: { channel: '#ml' } }"): string {
  return `models: [ { name: churn, version: '7', region: us-east-1, features: { from: data/ }, ${rest}, retrain: ${retrain} } ]`;
}

function read(retrain: string): Config {
  const { config, problems } = loadConfig({ text: text(retrain), env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return config;
}

function paramsOf(action: string) {
  const [found] = retrainingsOf(read(`{ action: ${action} }`));
  return [found?.action, found?.params];
}

test('a model is trained again with somebody’s approval, and once a day, unless told', () => {
  const [found] = retrainingsOf(read(`{ action: { lambda: { function: train } } }`));
  expect(found).toEqual({
    model: 'churn',
    title: 'churn',
    version: '7',
    on: ['prediction-shift', 'feature-drift'],
    cooldown: 86_400_000,
    approval: true,
    channel: '#ml',
    action: 'lambda',
    params: { function: 'train', payload: {}, type: 'event', region: 'us-east-1' },
  });
});

test('actions are where their ARN says, or the model’s data are, or they say', () => {
  expect(
    paramsOf(
      `{ step_functions: { state_machine_arn: '${MACHINE}', input: { a: ['1', { b: c }] } } }`,
    ),
  ).toEqual([
    'step_functions',
    { state_machine_arn: MACHINE, input: { a: ['1', { b: 'c' }] }, region: 'eu-central-1' },
  ]);
  expect(
    paramsOf('{ sagemaker_pipeline: { name: p, parameters: { N: 3 }, region: us-west-2 } }'),
  ).toEqual(['sagemaker_pipeline', { name: 'p', parameters: { N: '3' }, region: 'us-west-2' }]);
});

test('what an action is given may be written as JSON: then numbers are numbers', () => {
  const payload = `'{ "epochs": 20, "list": [true, null], "why": "{reason}" }'`;
  expect(paramsOf(`{ lambda: { function: f, payload: ${payload} } }`)[1]).toMatchObject({
    payload: { epochs: 20, list: [true, null], why: '{reason}' },
  });
});

test('of a webhook neither the address nor the secret is among what is shown and kept', () => {
  const url = 'https://ana:pass@ml.example/train';
  const config = read(`{ action: { webhook: { url: '${url}', secret: '${SECRET}' } } }`);
  const [found] = retrainingsOf(config);
  expect(JSON.stringify(found)).not.toMatch(/pass|whsec/u);
  expect(found?.params).toMatchObject({
    webhook: expect.any(String),
    body: { reason: '{reason}' },
  });
  const { webhook: hook = '' } = Object(found?.params);
  expect(retrainHooks(config).get(hook)).toEqual({ url, secret: SECRET });
  expect(secretsOf(config)).toEqual(expect.arrayContaining([url, 'pass', SECRET]));
});

test('check says what is wrong with it, and what to write', () => {
  const said = (retrain: string, rest?: string) => problemLines(text(retrain, rest))[0];
  expect(said('{ action: {} }')).toContain('says nothing of what is to be done');
  expect(said('{ action: { lambda: { function: a }, webhook: { url: "http://a.b" } } }')).toContain(
    'is more than one thing to do',
  );
  expect(said('{ action: { lambda: { function: "train-{modle}" } } }')).toContain(
    'nobody knows what {modle} stands for; write one of {model}, {version}, {reason}, {date}',
  );
  expect(said('{ action: { step_functions: { state_machine_arn: train } } }')).toContain(
    '"train" is not the ARN of a state machine',
  );
  expect(said(`{ action: { lambda: { function: a, payload: '[1]' } } }`)).toContain(
    '"[1]" is not an object; write a map, or ',
  );
  expect(said(`{ action: { lambda: { function: a, payload: 'epochs=20' } } }`)).toContain(
    '"epochs=20" is not JSON',
  );
  expect(said('{ on: [drift], action: { lambda: { function: a } } }')).toContain(
    '"drift" is not one of prediction-shift',
  );
  expect(said('{ action: { lambda: { function: a } } }', 'drift: {}')).toContain(
    'has nowhere to ask for approval',
  );
  expect(said('{ approval: false, action: { lambda: { function: a } } }', 'drift: {}')).toBe(
    undefined,
  );
});
