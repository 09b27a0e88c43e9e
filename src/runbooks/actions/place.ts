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

/** Which account and region, to tell equal names apart: `eu-west-1 arn:aws:iam::…:role/tocsin`. */
export function placeText({ region, role_arn: role }: Place): string {
  return [region, role].filter(Boolean).join(' ');
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
