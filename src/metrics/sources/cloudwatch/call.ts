import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Problem } from '../../problem.ts';
import { problemOf } from './failure.ts';
import type { Turns } from './turns.ts';

/** An account and region of CloudWatch's, and how it is called. */
export interface Place extends CalledPlace {
  readonly client: CloudWatchClient;
}

/** Where something is called, when, and with how much patience. */
export interface CalledPlace {
  readonly region: string;
  readonly turns: Turns;
  /** For how long an answer is waited for, milliseconds. */
  readonly timeoutMs: number;
}

/** What a call came to. */
export type Outcome<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly problem: Problem };

/** Whom a call is made for. */
export interface Asker {
  readonly onWaiting?: ((ms: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a call when it is our turn; nothing is thrown. The client repeats by itself what it may.
 *
 * @param action what has to be allowed: `cloudwatch:GetMetricData`
 */
export async function call<T>(
  { region, turns, timeoutMs }: CalledPlace,
  action: string,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
  { onWaiting, signal }: Asker,
): Promise<Outcome<T>> {
  let timeout: AbortSignal | undefined;
  try {
    if (!(await turns.take(onWaiting, signal))) return failed({ kind: 'throttled' });
    timeout = AbortSignal.timeout(timeoutMs);
    const abortSignal = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    return { ok: true, answer: await send({ abortSignal }) };
  } catch (error) {
    if (signal?.aborted === true) return failed({ kind: 'unreachable', why: 'cancelled' });
    if (timeout?.aborted === true) return failed({ kind: 'timed-out', after: timeoutMs });
    const problem = problemOf(error, { action, region, timeoutMs });
    if (problem.kind === 'throttled') await turns.pause();
    return failed(problem);
  }
}

function failed(problem: Problem) {
  return { ok: false, problem } as const;
}
