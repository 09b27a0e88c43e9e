import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { ActionProblem } from '../../action.ts';
import { asking } from '../../aws/place.ts';
import { countText } from '../../aws/words.ts';
import type { ConcurrencyParams, LambdaClients } from './kind.ts';

/** So much stays with functions that have nothing of their own. Source: Lambda API Reference, PutFunctionConcurrency. */
const LEAST_LEFT = 100;

export interface Pool {
  /** What may run at once in the account and region. */
  readonly all: number;
  /** What of it no function has for itself. */
  readonly left: number;
}

/** @throws ActionProblem */
export async function poolOf(
  clientOf: LambdaClients,
  params: ConcurrencyParams,
  signal: AbortSignal,
): Promise<Pool> {
  const { AccountLimit: limit } = await asking('lambda:GetAccountSettings', params, () =>
    clientOf(params).send(new GetAccountSettingsCommand({}), { abortSignal: signal }),
  );
  const { ConcurrentExecutions: all = 0, UnreservedConcurrentExecutions: left = 0 } = limit ?? {};
  return { all, left };
}

/** What is left in the pool once so much more is taken. @throws ActionProblem where Lambda would refuse that */
export function leftText({ all, left }: Pool, more: number): string {
  const then = Math.min(all, left - more);
  const what = `${countText(then, 'execution')} of the account's ${all.toLocaleString('en-US')} at once`;
  if (more <= 0 || then >= LEAST_LEFT)
    return `${what} are left for the functions that have none of their own.`;
  throw new ActionProblem(
    `That would leave ${what} for all other functions, and Lambda keeps ${LEAST_LEFT} for them.`,
    `Ask for ${Math.max(0, left - LEAST_LEFT)} more at most, or have the account's quota raised.`,
  );
}
