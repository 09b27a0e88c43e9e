import {
  GetFunctionConfigurationCommand,
  type AliasConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { figureText } from '../../../alert/figure.ts';
import { ActionProblem, type ActionOf } from '../action.ts';
import { figure } from '../aws/figure-field.ts';
import { aliasMarks, findAlias, isSameRouting, route, routingOf } from './lambda-alias.ts';
import {
  aliasField,
  functionField,
  functionName,
  functionTarget,
  functionTargetName,
  versionField,
} from './lambda-function.ts';
import { checkPublished, routed, sharesText, splitOf } from './lambda-split.ts';
import { asking, placeFields, type Place } from '../aws/place.ts';
import { ONCE, replacing } from '../aws/replacing.ts';

const schema = z.strictObject({
  function: functionField,
  alias: aliasField,
  /** The version that gets a part of the alias's calls. */
  version: versionField,
  /** Which part, in percent. */
  weight: figure({ least: 0, most: 100, of: 'a percentage' }),
  /** The version that the alias points to then, and that gets the rest; without it the other one of the moment. */
  rest: versionField.optional(),
  ...placeFields,
});

const value = z.strictObject({
  version: z.string(),
  /** Shares of other versions, from 0 to 1. */
  weights: z.record(z.string(), z.number()),
  /** Another one after each change, also one back. */
  revision: z.string().optional(),
});

type Params = z.output<typeof schema>;
type Value = z.output<typeof value>;

/**
 * Shifts an alias's calls between two versions of a function: `weight` percent go to one, the rest to the other.
 * Lambda compares the alias's revision with the one that was found.
 *
 * Needs lambda:GetAlias, lambda:GetFunctionConfiguration and lambda:UpdateAlias.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
export function lambdaTraffic(
  clientOf: (place: Place, attempts?: number) => LambdaClient,
): ActionOf<Params> {
  /** What a version is described with. @throws ActionProblem of one that can't take calls */
  async function checkVersion(params: Params, version: string, signal: AbortSignal) {
    const command = new GetFunctionConfigurationCommand({
      FunctionName: params.function,
      Qualifier: version,
    });
    const { State: state = 'Active', Description: about = '' } = await asking(
      'lambda:GetFunctionConfiguration',
      params,
      () => clientOf(params).send(command, { abortSignal: signal }),
    );
    if (state === 'Active' || state === 'Inactive') return about;
    const what = `Version ${version} of ${functionName(params)} is ${state.toLowerCase()}.`;
    throw new ActionProblem(what, 'Name one that is active.');
  }

  return replacing<Params, AliasConfiguration, Value>({
    name: 'lambda_traffic',
    params: schema,
    title: ({ alias, version, weight, ...of }) =>
      `Send ${figureText(weight, '%')} of the calls of ${alias} of ${functionName(of)} to version ${version}`,
    target: functionTarget,
    targetName: functionTargetName,
    permission: 'lambda:UpdateAlias',
    find: (params, signal) => findAlias(clientOf(params), params, signal),
    value,
    valueOf: (found) => ({ ...routingOf(found), revision: found.RevisionId }),
    wanted: routed,
    isThere: isSameRouting,
    words: (one) => sharesText(one),
    async shown(params, found, signal) {
      const { alias, version, rest } = params;
      const now = routingOf(found);
      const then = routed(params, now);
      checkPublished(then);
      const versions = [...new Set([version, ...(rest === undefined ? [] : [rest])])];
      const abouts = new Map<string, string>();
      for (const one of versions) abouts.set(one, await checkVersion(params, one, signal));
      return {
        before: `${alias} of ${functionName(params)}: ${sharesText(now)}.`,
        after: `${sharesText(then, abouts)}.`,
      };
    },
    async put(params, found, signal) {
      const routing = routed(params, routingOf(found));
      await route(clientOf(params, ONCE), params, routing, found, signal);
      return undefined;
    },
    marks: aliasMarks,
    back: ({ function: named, alias, region, role_arn }, was) => {
      return { function: named, alias, region, role_arn, ...splitOf(was) };
    },
  });
}
