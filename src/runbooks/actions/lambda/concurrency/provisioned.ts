import {
  DeleteProvisionedConcurrencyConfigCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ProvisionedConcurrencyConfigNotFoundException,
  PutProvisionedConcurrencyConfigCommand,
  type GetProvisionedConcurrencyConfigResponse,
} from '@aws-sdk/client-lambda';
import { ActionProblem, type Progress } from '../../action.ts';
import { wordsOf } from '../../aws/aws-failure.ts';
import { functionName } from '../lambda-function.ts';
import { asking, PassingProblem } from '../../aws/place.ts';
import { ONCE } from '../../aws/replacing.ts';
import { countText } from '../../aws/words.ts';
import type { Concurrency, ConcurrencyParams, Kind, LambdaClients } from './kind.ts';
import { leftText, poolOf } from './pool.ts';

/** What is kept ready to run an alias of a function, so that no call waits for a cold start. */
export function provisioned(clientOf: LambdaClients): Kind {
  return {
    async find(params, signal) {
      const client = clientOf(params);
      const command = new GetProvisionedConcurrencyConfigCommand(placeOf(params));
      const found = await asking('lambda:GetProvisionedConcurrencyConfig', params, () =>
        client.send(command, { abortSignal: signal }).catch(ifThere),
      );
      const region = await client.config.region();
      const now = found?.RequestedProvisionedConcurrentExecutions ?? null;
      return { now, region, ...(found && { progress: progressOf(found) }) };
    },
    async shown(params, { now, progress }, wanted, signal) {
      if (progress?.state === 'running') {
        throw new PassingProblem(progress.what, 'Ask again when it is there.');
      }
      const version = await versionOf(params, signal);
      const left = await room(params, wanted, (wanted ?? 0) - (now ?? 0), signal);
      return {
        before: `${params.alias} of ${functionName(params)} ${readyText(now)}; it runs version ${version}.`,
        after: `It ${readyText(wanted)}. ${left}`.trim(),
      };
    },
    permission: (wanted) =>
      `lambda:${wanted === null ? 'Delete' : 'Put'}ProvisionedConcurrencyConfig`,
    put: (params, wanted, signal) =>
      wanted === null ? remove(params, signal) : provide(params, wanted, signal),
  };

  /** @throws ActionProblem of an alias that nothing can be provisioned for */
  async function versionOf(params: ConcurrencyParams, signal: AbortSignal): Promise<string> {
    const { alias = '' } = params;
    const command = new GetAliasCommand({ FunctionName: params.function, Name: alias });
    const { FunctionVersion: version = '' } = await asking('lambda:GetAlias', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
    if (version !== '$LATEST') return version;
    const what = `${alias} runs $LATEST, for which nothing can be provisioned.`;
    throw new ActionProblem(what, 'Publish a version, and have the alias run it.');
  }

  /** It is taken of what the function has reserved, or else of what all share. @throws ActionProblem */
  async function room(
    params: ConcurrencyParams,
    wanted: Concurrency,
    more: number,
    signal: AbortSignal,
  ): Promise<string> {
    const command = new GetFunctionConcurrencyCommand({ FunctionName: params.function });
    const found = await asking('lambda:GetFunctionConcurrency', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
    const own = found.ReservedConcurrentExecutions;
    if (own === undefined) return leftText(await poolOf(clientOf, params, signal), more);
    const reservedText = `The function has ${countText(own, 'execution')} reserved`;
    if ((wanted ?? 0) <= own) return `${reservedText}.`;
    throw new ActionProblem(
      `${reservedText}, and no more can be provisioned.`,
      'Reserve more first.',
    );
  }

  function provide(params: ConcurrencyParams, executions: number, signal: AbortSignal) {
    const command = new PutProvisionedConcurrencyConfigCommand({
      ...placeOf(params),
      ProvisionedConcurrentExecutions: executions,
    });
    return clientOf(params, ONCE).send(command, { abortSignal: signal });
  }

  function remove(params: ConcurrencyParams, signal: AbortSignal) {
    const command = new DeleteProvisionedConcurrencyConfigCommand(placeOf(params));
    return clientOf(params, ONCE).send(command, { abortSignal: signal });
  }
}

function placeOf({ function: named, alias }: ConcurrencyParams) {
  return { FunctionName: named, Qualifier: alias };
}

function ifThere(error: unknown): undefined {
  if (error instanceof ProvisionedConcurrencyConfigNotFoundException) return undefined;
  throw error;
}

function progressOf(found: GetProvisionedConcurrencyConfigResponse): Progress {
  const { AllocatedProvisionedConcurrentExecutions: ready = 0, Status: status } = found;
  const wanted = found.RequestedProvisionedConcurrentExecutions ?? 0;
  const what = `${ready} of ${countText(wanted, 'execution')} are ready.`;
  if (status === 'READY') return { state: 'succeeded', what };
  if (status !== 'FAILED') return { state: 'running', what };
  const why = wordsOf(found.StatusReason ?? 'Lambda does not say why.');
  return { state: 'failed', what: `${what} ${why}` };
}

function readyText(executions: Concurrency): string {
  if (executions === null) return 'has nothing provisioned';
  return `has ${countText(executions, 'execution')} provisioned`;
}
