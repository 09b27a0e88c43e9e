import { vi } from 'vitest';
import { startAwsActions, type AwsActions } from '../../../demo/aws/start.ts';
import { createActions } from '../../../src/app/runbooks/action-clients.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';

export const BROKEN = { status: 500, code: 'InternalFailure' };
export const DENIED = { status: 400, code: 'AccessDeniedException', message: 'no' };
export const BUSY = { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' };

/** The stand-ins for AWS, where the clients of this process find them. */
export async function startRealActions(): Promise<AwsActions> {
  const aws = await startAwsActions();
  vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  return aws;
}

/** The action of a name, as the bot has it. */
export async function findRealAction(name: string): Promise<Action> {
  const action = await findAction(name);
  if (action === undefined) throw new Error(`there is no ${name}`);
  return action;
}

const { config } = loadConfig({ text: '', env: {} });
if (config === undefined) throw new Error('a config may be empty');
const findAction = createActions(config, Date.now);

/** Nothing here lasts longer. */
export function signal(): AbortSignal {
  return AbortSignal.timeout(5_000);
}
