import { checkRegion, checkRoleArn } from '../../../config/schema/addresses.ts';
import { checked } from '../../../config/schema/fields.ts';
import { ActionProblem } from '../action.ts';
import { failureOf } from './aws-failure.ts';

/** An account and region of AWS. */
export const placeFields = {
  /** Without it that of the bot's environment. */
  region: checked(checkRegion).optional(),
  role_arn: checked(checkRoleArn).optional(),
};

export interface Place {
  readonly region?: string | undefined;
  readonly role_arn?: string | undefined;
}

/** Which account and region, to tell equal names apart: `eu-west-1 arn:aws:iam::…:role/tocsin`. */
export function placeText({ region, role_arn: role }: Place): string {
  return [region, role].filter(Boolean).join(' ');
}

/** That something can't be found out now; nothing is wrong with what was asked for. */
export class PassingProblem extends ActionProblem {}

/** Makes a call that changes nothing. @throws ActionProblem in words for people; a PassingProblem passes by itself */
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

function problemOf(error: unknown, permission: string, role: string | undefined): ActionProblem {
  const failure = failureOf(error, permission, role);
  return failure.outcome === 'failed'
    ? new ActionProblem(failure.what, failure.mend)
    : new PassingProblem(failure.what, 'Try again soon.');
}
