import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { functionName } from '../lambda-function.ts';
import { asking } from '../../aws/place.ts';
import { ONCE } from '../../aws/replacing.ts';
import { countText } from '../../aws/words.ts';
import type { Concurrency, ConcurrencyParams, Kind, LambdaClients } from './kind.ts';
import { leftText, poolOf } from './pool.ts';

/** What a function has for itself of what may run at once: no other takes it, and it gets no more. */
export function reserved(clientOf: LambdaClients): Kind {
  return {
    async find(params, signal) {
      const client = clientOf(params);
      const command = new GetFunctionConcurrencyCommand({ FunctionName: params.function });
      const found = await asking('lambda:GetFunctionConcurrency', params, () =>
        client.send(command, { abortSignal: signal }),
      );
      const region = await client.config.region();
      return { now: found.ReservedConcurrentExecutions ?? null, region };
    },
    async shown(params, { now }, wanted, signal) {
      const pool = await poolOf(clientOf, params, signal);
      const left = leftText(pool, (wanted ?? 0) - (now ?? 0));
      return {
        before: `${functionName(params)} ${reservedText(now)}.`,
        after: `It ${reservedText(wanted)}. ${left}`,
      };
    },
    permission: (wanted) =>
      `lambda:${wanted === null ? 'DeleteFunctionConcurrency' : 'PutFunctionConcurrency'}`,
    put: (params, wanted, signal) =>
      wanted === null ? unreserve(params, signal) : reserve(params, wanted, signal),
  };

  function reserve(params: ConcurrencyParams, executions: number, signal: AbortSignal) {
    const command = new PutFunctionConcurrencyCommand({
      FunctionName: params.function,
      ReservedConcurrentExecutions: executions,
    });
    return clientOf(params, ONCE).send(command, { abortSignal: signal });
  }

  function unreserve(params: ConcurrencyParams, signal: AbortSignal) {
    const command = new DeleteFunctionConcurrencyCommand({ FunctionName: params.function });
    return clientOf(params, ONCE).send(command, { abortSignal: signal });
  }
}

function reservedText(executions: Concurrency): string {
  if (executions === null) return 'has nothing reserved, and shares with all others';
  if (executions === 0) return 'may not run at all';
  return `runs up to ${countText(executions, 'execution')} at once, which are its own`;
}
