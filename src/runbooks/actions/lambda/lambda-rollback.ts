import {
  ListVersionsByFunctionCommand,
  type AliasConfiguration,
  type FunctionConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { figureText } from '../../../alert/figure.ts';
import { utcText } from '../../../alert/utc.ts';
import { ActionProblem, type ActionOf } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';
import { figure } from '../aws/figure-field.ts';
import {
  aliasMarks,
  findAlias,
  isSameRouting,
  route,
  routingOf,
  type Routing,
} from './lambda-alias.ts';
import {
  aliasField,
  functionField,
  functionName,
  functionTarget,
  functionTargetName,
  versionField,
} from './lambda-function.ts';
import { asking, placeFields, type Place } from '../aws/place.ts';
import { replacing } from '../aws/replacing.ts';

const schema = z.strictObject({
  function: functionField,
  alias: aliasField,
  /** Without it the one before. */
  version: versionField.optional(),
  /** Shares of other versions, from 0 to 1; with them an undo brings a canary back. */
  weights: z.record(versionField, figure({ least: 0, most: 1, of: 'a share' })).optional(),
  ...placeFields,
});

type Params = z.output<typeof schema>;

const value = z.strictObject({
  version: z.string(),
  weights: z.record(z.string(), z.number()),
  /** To which version there is a way back; none of the first. */
  before: z.string().optional(),
  /** Another one after each change, also one back. */
  revision: z.string().optional(),
});

type Value = z.output<typeof value>;

interface Found {
  readonly alias: AliasConfiguration;
  readonly versions: Versions;
}

/** Of 50 versions each. */
const MOST_PAGES = 20;

/**
 * Points an alias at the version before: of two that share its calls at the older one. Lambda compares the alias's
 * revision with the one that was found.
 *
 * Permissions: `lambda:GetAlias`, `lambda:ListVersionsByFunction`, `lambda:UpdateAlias`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
 */
export function lambdaRollback(clientOf: (place: Place) => LambdaClient): ActionOf<Params> {
  async function versionsOf(params: Params, signal: AbortSignal) {
    const versions: FunctionConfiguration[] = [];
    let marker: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const command = new ListVersionsByFunctionCommand({
        FunctionName: params.function,
        Marker: marker,
      });
      const { Versions = [], NextMarker } = await asking(
        'lambda:ListVersionsByFunction',
        params,
        () => clientOf(params).send(command, { abortSignal: signal }),
      );
      versions.push(...Versions);
      marker = NextMarker;
      if (marker === undefined) break;
    }
    return new Map(versions.map((one) => [one.Version ?? '', one]));
  }

  return replacing<Params, Found, Value>({
    name: 'lambda_rollback',
    params: schema,
    title: ({ alias, version, ...of }) => {
      const to = version === undefined ? 'the version before' : versionText(version);
      return `Roll ${alias} of ${functionName(of)} back to ${to}`;
    },
    target: functionTarget,
    targetName: functionTargetName,
    permission: 'lambda:UpdateAlias',
    async find(params, signal) {
      const alias = await findAlias(clientOf(params), params, signal);
      return { alias, versions: await versionsOf(params, signal) };
    },
    value,
    valueOf({ alias, versions }) {
      const routing = routingOf(alias);
      return { ...routing, before: before(routing, versions), revision: alias.RevisionId };
    },
    wanted: ({ version, weights = {} }, was) => {
      return { version: version ?? was.before ?? '', weights };
    },
    isThere: isSameRouting,
    words: routingText,
    shown({ alias: name, version, weights = {}, ...of }, { alias, versions }) {
      const routing = routingOf(alias);
      const to = version ?? before(routing, versions);
      if (to === undefined) {
        const what = `${name} runs ${versionText(routing.version)}, and there is none before.`;
        throw new ActionProblem(what, 'Name the one to run with `version`.');
      }
      if (!versions.has(to)) {
        const what = `${functionName(of)} has no ${versionText(to)}.`;
        throw new ActionProblem(what, 'Name one that there is.');
      }
      return {
        before: `${name} of ${functionName(of)} runs ${routingText(routing, versions)}.`,
        after: `It runs ${routingText({ version: to, weights }, versions)}.`,
      };
    },
    async put(params, { alias, versions }, signal) {
      const { version = before(routingOf(alias), versions) ?? '', weights = {} } = params;
      await route(clientOf(params), params, { version, weights }, alias, signal);
      return undefined;
    },
    marks: (params, { alias }) => aliasMarks(params, alias),
    back: ({ function: named, alias, region, role_arn }, { version, weights }) => {
      const shares = Object.keys(weights).length === 0 ? {} : { weights };
      return { function: named, alias, version, ...shares, region, role_arn };
    },
  });
}

type Versions = ReadonlyMap<string, FunctionConfiguration>;

function before({ version, weights }: Routing, versions: Versions): string | undefined {
  const serving = [version, ...Object.keys(weights)].map(Number);
  if (serving.length > 1) return String(Math.min(...serving));
  const older = [...versions.keys()].map(Number).filter((one) => one < Number(version));
  return older.length === 0 ? undefined : String(Math.max(...older));
}

/** `version 8 of 2026-10-01 06:00 UTC (hotfix), and version 9 for 10 % of its calls`, with what is known of it. */
function routingText({ version, weights }: Routing, versions?: Versions): string {
  const { LastModified = '', Description = '' } = versions?.get(version) ?? {};
  const at = Date.parse(LastModified);
  const since = Number.isNaN(at) ? '' : ` of ${utcText(at)}`;
  const about = Description === '' ? '' : ` (${wordsOf(Description)})`;
  const shares = Object.entries(weights).map(
    ([other, share]) => `version ${other} for ${figureText(share * 100, '%')} of its calls`,
  );
  return [`${versionText(version)}${since}${about}`, ...shares].join(', and ');
}

function versionText(version: string): string {
  return version === '$LATEST' ? version : `version ${version}`;
}
