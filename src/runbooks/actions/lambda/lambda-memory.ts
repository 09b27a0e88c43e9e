import {
  GetFunctionConfigurationCommand,
  ListAliasesCommand,
  UpdateFunctionConfigurationCommand,
  type FunctionConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { figureText } from '../../../alert/figure.ts';
import { ActionProblem, type ActionOf, type Progress } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';
import { figure } from '../aws/figure-field.ts';
import {
  functionField,
  functionLink,
  functionName,
  functionTarget,
  functionTargetName,
} from './lambda-function.ts';
import { asking, PassingProblem, placeFields, type Place } from '../aws/place.ts';
import { replacing } from '../aws/replacing.ts';

/** Of every function, in MB. Source: Lambda API Reference, UpdateFunctionConfiguration. */
const LEAST = 128;
const MOST = 10_240;

const schema = z
  .strictObject({
    function: functionField,
    memory: figure({
      least: LEAST,
      most: MOST,
      of: 'a whole number of MB',
      isWhole: true,
    }).optional(),
    times: figure({ least: 0.1, most: 10, of: 'a factor' }).optional(),
    ...placeFields,
  })
  .refine(({ memory, times }) => (memory === undefined) !== (times === undefined), {
    path: ['memory'],
    message: 'it stands beside `times`: write one of them',
  });

type Params = z.output<typeof schema>;

/**
 * Sets the memory of a function, in MB, and with it its share of a CPU. Lambda compares the revision that was read.
 *
 * Permissions: `lambda:GetFunctionConfiguration`, `lambda:ListAliases`, `lambda:UpdateFunctionConfiguration`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
 */
export function lambdaMemory(clientOf: (place: Place) => LambdaClient): ActionOf<Params> {
  async function read(params: Params, signal: AbortSignal): Promise<FunctionConfiguration> {
    const command = new GetFunctionConfigurationCommand({ FunctionName: params.function });
    return asking('lambda:GetFunctionConfiguration', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
  }

  /** Aliases that run a version which was published: it keeps the memory it was published with. */
  async function untouched(params: Params, signal: AbortSignal): Promise<string> {
    const command = new ListAliasesCommand({ FunctionName: params.function });
    const { Aliases: aliases = [] } = await asking('lambda:ListAliases', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
    const kept = aliases
      .filter(({ FunctionVersion }) => FunctionVersion !== '$LATEST')
      .map(({ Name, FunctionVersion }) => `${Name} runs version ${FunctionVersion}`);
    return kept.length === 0
      ? ''
      : ` It is for whatever runs $LATEST: ${kept.join(', ')}, and keeps the memory that was published with.`;
  }

  return replacing<Params, FunctionConfiguration, number>({
    name: 'lambda_memory',
    params: schema,
    title: ({ memory, times, ...of }) =>
      memory === undefined
        ? `Multiply the memory of ${functionName(of)} by ${times}`
        : `Set the memory of ${functionName(of)} to ${megabytes(memory)}`,
    target: functionTarget,
    targetName: functionTargetName,
    permission: 'lambda:UpdateFunctionConfiguration',
    find: read,
    value: z.int(),
    valueOf: memoryOf,
    wanted: ({ memory, times = 1 }, was) => memory ?? Math.round(was * times),
    words: megabytes,
    figure: { of: (memory) => memory, unit: 'MB' },
    async shown(params, found, signal) {
      checkIdle(found);
      const memory = memoryOf(found);
      const wanted = params.memory ?? Math.round(memory * (params.times ?? 1));
      if (wanted < LEAST || wanted > MOST) {
        const bounds = `from ${megabytes(LEAST)} to ${megabytes(MOST)}`;
        const what = `${megabytes(memory)} × ${params.times} is ${megabytes(wanted)}; a function has ${bounds}.`;
        throw new ActionProblem(what, 'Say how much with `memory`.');
      }
      return {
        before: `${functionName(params)} has ${megabytes(memory)}.`,
        after: `It has ${megabytes(wanted)}.${await untouched(params, signal)}`,
      };
    },
    async put(params, found, signal) {
      checkIdle(found);
      const command = new UpdateFunctionConfigurationCommand({
        FunctionName: params.function,
        MemorySize: params.memory ?? Math.round(memoryOf(found) * (params.times ?? 1)),
        RevisionId: found.RevisionId,
      });
      await clientOf(params).send(command, { abortSignal: signal });
      return undefined;
    },
    marks(_, { FunctionArn }, wanted) {
      const link = functionLink(FunctionArn, '?tab=configure');
      return { handle: String(wanted), ...(link && { link }) };
    },
    async follow(params, wanted, signal) {
      const found = await read(params, signal).catch(() => undefined);
      return found && progressOf(found, Number(wanted));
    },
    back: ({ function: named, region, role_arn }, memory) => {
      return { function: named, memory, region, role_arn };
    },
  });
}

function memoryOf({ MemorySize: memory = 0 }: FunctionConfiguration): number {
  return memory;
}

/** @throws PassingProblem */
function checkIdle({ State, LastUpdateStatus, FunctionName }: FunctionConfiguration): void {
  if (State !== 'Pending' && LastUpdateStatus !== 'InProgress') return;
  throw new PassingProblem(`${FunctionName} is being updated.`, 'Ask again soon.');
}

function progressOf(found: FunctionConfiguration, wanted: number): Progress {
  const memory = memoryOf(found);
  const isOther = memory !== wanted && found.LastUpdateStatus !== 'Failed';
  if (isOther) {
    return { state: 'failed', what: `Somebody else has changed it: it has ${megabytes(memory)}.` };
  }
  switch (found.LastUpdateStatus) {
    case 'Failed': {
      const why = wordsOf(found.LastUpdateStatusReason ?? 'Lambda does not say why.');
      return { state: 'failed', what: `The update failed: ${why}` };
    }
    case 'InProgress':
      return { state: 'running', what: 'Lambda updates the function.' };
    default:
      return { state: 'succeeded', what: `It has ${megabytes(memory)}.` };
  }
}

function megabytes(memory: number): string {
  return figureText(memory, 'MB');
}
