import { z } from 'zod';
import { ActionProblem, type ActionOf } from '../../action.ts';
import {
  functionName,
  functionPage,
  functionTarget,
  functionTargetName,
} from '../lambda-function.ts';
import { replacing } from '../../aws/replacing.ts';
import {
  concurrencyParams,
  type Concurrency,
  type ConcurrencyParams,
  type Found,
  type Kind,
  type LambdaClients,
} from './kind.ts';
import { provisioned } from './provisioned.ts';
import { reserved } from './reserved.ts';

/**
 * Sets how many executions of a function may run at once: what it has reserved, or what an alias of it has
 * provisioned, which is followed until it is ready. Lambda has no revision of either: what is there is read at the
 * last moment.
 *
 * Needs lambda:GetAccountSettings and lambda:GetFunctionConcurrency; for what is reserved
 * lambda:PutFunctionConcurrency and lambda:DeleteFunctionConcurrency; for what is provisioned lambda:GetAlias,
 * lambda:GetProvisionedConcurrencyConfig, lambda:PutProvisionedConcurrencyConfig and
 * lambda:DeleteProvisionedConcurrencyConfig.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export function lambdaConcurrency(clientOf: LambdaClients): ActionOf<ConcurrencyParams> {
  const ofFunction = reserved(clientOf);
  const ofAlias = provisioned(clientOf);
  const kindOf = ({ alias }: ConcurrencyParams): Kind =>
    alias === undefined ? ofFunction : ofAlias;

  return replacing<ConcurrencyParams, Found, Concurrency>({
    name: 'lambda_concurrency',
    params: concurrencyParams,
    title,
    target: functionTarget,
    targetName: functionTargetName,
    permission: (params) => kindOf(params).permission(wanted(params, 1)),
    find: (params, signal) => kindOf(params).find(params, signal),
    value: z.int().nullable(),
    valueOf: ({ now }) => now,
    wanted,
    words: (value) => (value === null ? 'none' : value.toLocaleString('en-US')),
    figure: {
      // What reserves nothing shares all that the account has; what provisions nothing has none ready.
      of: (value, { alias }) => value ?? (alias === undefined ? Infinity : 0),
      unit: 'executions',
    },
    async shown(params, found, signal) {
      if (params.times !== undefined && found.now === null) {
        const what = `${nameOf(params)} has none that could be multiplied.`;
        throw new ActionProblem(what, 'Say how many with `reserved`, or with `provisioned`.');
      }
      return kindOf(params).shown(params, found, wanted(params, found.now), signal);
    },
    async put(params, { now }, signal) {
      await kindOf(params).put(params, wanted(params, now), signal);
      return undefined;
    },
    marks(params, { region }) {
      const link = functionPage(region, functionName(params), '?tab=configure');
      const isFollowed = params.alias !== undefined && params.provisioned !== 'none';
      return { ...(isFollowed && { handle: nameOf(params) }), ...(link && { link }) };
    },
    async follow(params, _, signal) {
      const found = await kindOf(params)
        .find(params, signal)
        .catch(() => undefined);
      if (found === undefined) return undefined;
      return found.progress ?? { state: 'failed', what: 'Somebody has taken it away again.' };
    },
    back: ({ function: named, alias, region, role_arn }, was) => {
      const value = was ?? 'none';
      const place = { region, role_arn };
      return alias === undefined
        ? { function: named, reserved: value, ...place }
        : { function: named, alias, provisioned: value, ...place };
    },
  });
}

function wanted(
  { reserved: own, provisioned: ready, times = 1 }: ConcurrencyParams,
  was: Concurrency,
) {
  const value = own ?? ready ?? (was === null ? 'none' : Math.max(1, Math.round(was * times)));
  return value === 'none' ? null : value;
}

/** `live of orders-api`, or the function. */
function nameOf(params: ConcurrencyParams): string {
  const name = functionName(params);
  return params.alias === undefined ? name : `${params.alias} of ${name}`;
}

function title(params: ConcurrencyParams): string {
  const { alias, reserved: own, provisioned: ready, times } = params;
  const what = alias === undefined ? 'reserved concurrency' : 'provisioned concurrency';
  const value = own ?? ready;
  return value === undefined
    ? `Multiply the ${what} of ${nameOf(params)} by ${times}`
    : `Set the ${what} of ${nameOf(params)} to ${value.toLocaleString('en-US')}`;
}
