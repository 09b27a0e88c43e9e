import { setTimeout as after } from 'node:timers/promises';
import {
  LimitExceededException,
  MalformedQueryException,
  ResourceNotFoundException,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { call } from '../sources/cloudwatch/call.ts';
import type { LogsAsked } from './ask.ts';
import { unknownLogGroup } from './log-groups.ts';
import type { LogProblem } from './outcome.ts';
import type { LogsPlace, Watcher } from './place.ts';

type Started =
  | { readonly ok: true; readonly queryId: string }
  | { readonly ok: false; readonly problem: LogProblem };

/** For so long, in milliseconds, it is waited until CloudWatch has room for one more query. */
const PATIENCE = 60_000;
const GROWTH = 2;

/**
 * Starts a query. Once CloudWatch was asked to its answer is waited for also when nobody wants it any more:
 * only who knows a query can stop it.
 *
 * @throws only when it is aborted while there is no room
 */
export async function startQuery(
  place: LogsPlace,
  asked: LogsAsked,
  { signal, onCrowded }: Watcher,
): Promise<Started> {
  let pause = place.pause.longest;
  for (let waited = 0; ; waited += pause, pause *= GROWTH) {
    signal.throwIfAborted();
    const { started, error } = await tryToStart(place, asked);
    if (started.ok) return started;
    if (!(error instanceof LimitExceededException)) return explained(place, asked, started, error);
    if (waited >= PATIENCE) return { ok: false, problem: { kind: 'too-many-queries' } };
    onCrowded();
    await after(pause, undefined, { signal });
  }
}

async function tryToStart(
  place: LogsPlace,
  { logGroups, text, span: { from, to } }: LogsAsked,
): Promise<{ readonly started: Started; readonly error?: unknown }> {
  let error: unknown;
  const command = new StartQueryCommand({
    logGroupIdentifiers: [...logGroups],
    queryString: text,
    // Both ends are included.
    startTime: Math.floor(from / 1000),
    endTime: Math.floor((to - 1) / 1000),
  });
  const outcome = await call(
    place,
    'logs:StartQuery',
    (options) =>
      place.client.send(command, options).catch((thrown: unknown) => {
        error = thrown;
        throw thrown;
      }),
    {},
  );
  if (!outcome.ok) return { started: outcome, error };
  const { queryId } = outcome.answer;
  if (queryId !== undefined) return { started: { ok: true, queryId } };
  const problem = { kind: 'unreachable', why: 'it began a query without a name' } as const;
  return { started: { ok: false, problem } };
}

/** A problem as far as it can be told where it is: in which log group, at what place of the query. */
async function explained(
  place: LogsPlace,
  { logGroups, text }: LogsAsked,
  refused: Started & { readonly ok: false },
  error: unknown,
): Promise<Started> {
  if (error instanceof ResourceNotFoundException) {
    const problem = await unknownLogGroup(place, logGroups);
    return problem === undefined ? refused : { ok: false, problem };
  }
  const { problem } = refused;
  const at = error instanceof MalformedQueryException ? error.queryCompileError?.location : null;
  if (problem.kind !== 'refused' || at?.startCharOffset === undefined) return refused;
  const excerpt = text.slice(at.startCharOffset, at.startCharOffset + EXCERPT).split('\n')[0] ?? '';
  const where = `at character ${at.startCharOffset + 1}${excerpt === '' ? ', its end' : `, ${JSON.stringify(excerpt)}`}`;
  return { ok: false, problem: { ...problem, why: `${problem.why} (${where})` } };
}

const EXCERPT = 30;
