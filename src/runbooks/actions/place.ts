import { z } from 'zod';
import type { ActionProblem as Problem } from './action.ts';
import { ActionProblem } from './action.ts';
import { failureOf } from './aws-failure.ts';

/** An account and region of AWS. */
export const placeFields = {
  /** Without it that of the bot's environment. */
  region: z.string().optional(),
  role_arn: z.string().optional(),
};

export interface Place {
  readonly region?: string | undefined;
  readonly role_arn?: string | undefined;
}

/** Makes a call that changes nothing. @throws ActionProblem in words for people */
export async function asking<T>(
  permission: string,
  { role_arn: role }: Place,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw problemOf(error, permission, role);
  }
}

function problemOf(error: unknown, permission: string, role: string | undefined): Problem {
  const failure = failureOf(error, permission, role);
  const mend = failure.outcome === 'failed' ? failure.mend : 'Try again soon.';
  return new ActionProblem(failure.what, mend);
}
