import { isDeepStrictEqual } from 'node:util';
import {
  GetAliasCommand,
  UpdateAliasCommand,
  type AliasConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import type { Done } from '../action.ts';
import { functionLink } from './lambda-function.ts';
import { asking, type Place } from '../aws/place.ts';

/** What an alias points to, and which shares of its calls, from 0 to 1, go to other versions. */
export interface Routing {
  readonly version: string;
  readonly weights: Readonly<Record<string, number>>;
}

interface OfAlias extends Place {
  readonly function: string;
  readonly alias: string;
}

/** @throws ActionProblem */
export function findAlias(
  client: LambdaClient,
  of: OfAlias,
  signal: AbortSignal,
): Promise<AliasConfiguration> {
  const command = new GetAliasCommand({ FunctionName: of.function, Name: of.alias });
  return asking('lambda:GetAlias', of, () => client.send(command, { abortSignal: signal }));
}

/** Only while the alias has the revision it was found with. @throws what the SDK throws */
export async function route(
  client: LambdaClient,
  { function: named, alias }: OfAlias,
  { version, weights }: Routing,
  { RevisionId }: AliasConfiguration,
  signal: AbortSignal,
): Promise<void> {
  const command = new UpdateAliasCommand({
    FunctionName: named,
    Name: alias,
    FunctionVersion: version,
    // Without it Lambda keeps the shares there are.
    RoutingConfig: { AdditionalVersionWeights: weights },
    RevisionId,
  });
  await client.send(command, { abortSignal: signal });
}

export function routingOf({ FunctionVersion = '', RoutingConfig }: AliasConfiguration): Routing {
  return { version: FunctionVersion, weights: RoutingConfig?.AdditionalVersionWeights ?? {} };
}

export function isSameRouting(one: Routing, other: Routing): boolean {
  return one.version === other.version && isDeepStrictEqual(one.weights, other.weights);
}

export function aliasMarks(
  { alias }: OfAlias,
  { AliasArn: arn }: AliasConfiguration,
): Pick<Done, 'link'> {
  const link = functionLink(arn, `/aliases/${alias}`);
  return link === undefined ? {} : { link };
}
