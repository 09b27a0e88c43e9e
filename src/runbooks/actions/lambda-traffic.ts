import { isDeepStrictEqual } from 'node:util';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  UpdateAliasCommand,
  type AliasConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { figureText } from '../../alert/figure.ts';
import { ActionProblem, type ActionOf } from './action.ts';
import { wordsOf } from './aws-failure.ts';
import { figure } from './figure-field.ts';
import {
  aliasField,
  functionField,
  functionLink,
  functionName,
  functionTarget,
  versionField,
} from './lambda-function.ts';
import { asking, placeFields, type Place } from './place.ts';
import { ONCE, replacing } from './replacing.ts';

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
type Routing = z.output<typeof value>;

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

  return replacing<Params, AliasConfiguration, Routing>({
    name: 'lambda_traffic',
    params: schema,
    title: ({ alias, version, weight, ...of }) =>
      `Send ${figureText(weight, '%')} of the calls of ${alias} of ${functionName(of)} to version ${version}`,
    target: functionTarget,
    targetName: functionName,
    permission: 'lambda:UpdateAlias',
    find(params, signal) {
      const command = new GetAliasCommand({ FunctionName: params.function, Name: params.alias });
      return asking('lambda:GetAlias', params, () =>
        clientOf(params).send(command, { abortSignal: signal }),
      );
    },
    value,
    valueOf: routingOf,
    wanted: split,
    isThere: (one, other) =>
      one.version === other.version && isDeepStrictEqual(one.weights, other.weights),
    words: (routing) => sharesText(routing),
    async shown(params, found, signal) {
      const { alias, version, rest } = params;
      const now = routingOf(found);
      const then = split(params, now);
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
      const { version, weights } = split(params, routingOf(found));
      const command = new UpdateAliasCommand({
        FunctionName: params.function,
        Name: params.alias,
        FunctionVersion: version,
        // Without it Lambda keeps the shares there are.
        RoutingConfig: { AdditionalVersionWeights: weights },
        RevisionId: found.RevisionId,
      });
      await clientOf(params, ONCE).send(command, { abortSignal: signal });
      return undefined;
    },
    marks({ alias }, { AliasArn: arn }) {
      const link = functionLink(arn, `/aliases/${alias}`);
      return link === undefined ? {} : { link };
    },
    back({ function: named, alias, region, role_arn }, was) {
      const [[version, share] = [was.version, 1]] = Object.entries(was.weights);
      const rest = version === was.version ? {} : { rest: was.version };
      return {
        function: named,
        alias,
        version,
        weight: times(share, 100),
        ...rest,
        region,
        role_arn,
      };
    },
  });
}

function routingOf({
  FunctionVersion = '',
  RoutingConfig,
  RevisionId,
}: AliasConfiguration): Routing {
  const weights = RoutingConfig?.AdditionalVersionWeights ?? {};
  return {
    version: FunctionVersion,
    weights,
    ...(RevisionId !== undefined && { revision: RevisionId }),
  };
}

/**
 * Of the two versions the alias keeps pointing to its own, unless that gets nothing, or `rest` says which.
 *
 * @throws ActionProblem
 */
function split({ alias, version, weight, rest }: Params, now: Routing): Routing {
  const other = rest ?? versionsOf(now).find((one) => one !== version);
  if (other === version) {
    throw new ActionProblem('Both versions are the same.', 'Name another one in `rest`.');
  }
  if (weight === 100) return { version, weights: {} };
  if (other === undefined) {
    const what = `${alias} points to version ${version} alone: it is not known which gets the rest.`;
    throw new ActionProblem(what, 'Name it in `rest`.');
  }
  if (weight === 0) return { version: other, weights: {} };
  const isOwn = rest === undefined && now.version === version;
  return isOwn
    ? { version, weights: { [other]: times(100 - weight, 0.01) } }
    : { version: other, weights: { [version]: times(weight, 0.01) } };
}

function versionsOf({ version, weights }: Routing): string[] {
  return [version, ...Object.keys(weights)];
}

/** @throws ActionProblem */
function checkPublished(routing: Routing): void {
  const versions = versionsOf(routing);
  if (versions.length === 1 || !versions.includes('$LATEST')) return;
  const what = 'An alias can split its calls only between versions that were published.';
  throw new ActionProblem(what, 'Name versions by their numbers.');
}

/** `version 3 for 90 % of its calls, version 4 (faster) for 10 %`. */
function sharesText(
  { version, weights }: Routing,
  abouts: ReadonlyMap<string, string> = new Map(),
) {
  const others = Object.entries(weights);
  const rest = others.reduce((left, [, share]) => left - share, 1);
  const all = [[version, rest] as const, ...others];
  const texts = all.map(([one, share]) => {
    const about = wordsOf(abouts.get(one) ?? '');
    return `version ${one}${about && ` (${about})`} for ${figureText(times(share, 100), '%')}`;
  });
  return `${texts.join(', ')} of its calls`;
}

/** Without what binary fractions add: 7 percent are 0.07, and not 0.07000000000000001. */
function times(figure: number, factor: number): number {
  return Number((figure * factor).toPrecision(12));
}
