import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { findRealAction, signal, startRealActions } from './real-actions.ts';

const NAME = '/shop/new-cart';
const PARAMS = { parameter: NAME, value: 'on' };

let aws: AwsActions;
let action: Action;
beforeAll(async () => {
  aws = await startRealActions();
  action = await findRealAction('feature_flag');
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const dryRun = (params: unknown = PARAMS) => action.dryRun(params, signal());

test('a secret is never put, nor read', async () => {
  for (const type of ['SecureString', 'StringList'] as const) {
    aws.ssm.parameters.set(NAME, { type, value: 'hunter2', version: 1, tier: 'Standard' });
    await expect(dryRun()).rejects.toThrow(
      `${NAME} is of the kind ${type}, which is not put from a chat.`,
    );
  }
});

test('a parameter that is not there is not made', async () => {
  await expect(dryRun({ ...PARAMS, parameter: '/shop/none' })).rejects.toThrow(
    'There is no parameter /shop/none.',
  );
  expect(aws.effects).toEqual([]);
});

test('its description, pattern and tier stay, and the pattern is said', async () => {
  const advanced = {
    tier: 'Advanced',
    pattern: '^(on|off)$',
    description: 'the new cart',
  } as const;
  aws.ssm.parameters.set(NAME, { type: 'String', value: 'off', version: 7, ...advanced });
  const { before, was } = await dryRun();
  expect(before).toContain('Its values have to match ^(on|off)$.');
  await action.run(PARAMS, 'key', signal(), was);
  expect(aws.ssm.parameters.get(NAME)).toEqual({
    type: 'String',
    value: 'on',
    version: 8,
    ...advanced,
  });
});

test('a value that somebody puts at the same moment is replaced, and that is said', async () => {
  const { was } = await dryRun();
  aws.faultOf = ({ operation }) => {
    if (operation === 'PutParameter') aws.ssm.put(NAME, 'half');
    return undefined;
  };
  expect(await action.run(PARAMS, 'key', signal(), was)).toMatchObject({
    outcome: 'done',
    what: expect.stringContaining('Its version is 9, for somebody put another at the same moment'),
    link: 'https://console.aws.amazon.com/systems-manager/parameters/?region=us-east-1#list_parameter_filters=Name:Equals:%2Fshop%2Fnew-cart',
  });
  expect(await action.lookUp(PARAMS, 'key', signal(), was)).toMatchObject({
    outcome: 'unknown',
    isFinal: true,
  });
});

test('the same value put by somebody else in another version is not taken for what was found', async () => {
  const { was } = await dryRun();
  aws.ssm.put(NAME, 'half');
  aws.ssm.put(NAME, 'off');
  expect(await action.run(PARAMS, 'key', signal(), was)).toMatchObject({
    outcome: 'failed',
    what: 'Meanwhile it was changed, and is "off" (version 9): nothing was done.',
  });
});

test('of a long value the beginning is shown', async () => {
  const { after } = await dryRun({ ...PARAMS, value: 'x'.repeat(3_000) });
  expect(after).toBe(`It is "${'x'.repeat(120)}"… (3000 characters) (version 8).`);
});

test.each([
  [{ ...PARAMS, value: '' }, 'is empty'],
  [{ ...PARAMS, value: '{{ labels.flag }}' }, 'has a placeholder in it'],
  [{ ...PARAMS, value: 'x'.repeat(8_193) }, 'is longer than 8192 bytes'],
  [{ ...PARAMS, parameter: 'new cart' }, '"new cart" is no name'],
])('parameters that AWS would refuse are refused first: %#', (params, message) => {
  expect(action.params.safeParse(params).error?.issues.map((one) => one.message)).toEqual([
    message,
  ]);
});

test('a value that a runbook has without quotes is a text', () => {
  expect(action.params.parse({ ...PARAMS, value: true })).toEqual({ ...PARAMS, value: 'true' });
});
