import { setTimeout as after } from 'node:timers/promises';
import {
  GetQueryResultsCommand,
  StopQueryCommand,
  type GetQueryResultsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { call } from '../sources/cloudwatch/call.ts';
import type { LogsAsked } from './ask.ts';
import type { LogOutcome, Scan } from './outcome.ts';
import type { LogsPlace, Watcher } from './place.ts';
import { startQuery } from './start-query.ts';
import { tableOf } from './table.ts';

const GROWTH = 1.5;
/** So often in a row a query is asked about that can't be. */
const TRIES = 5;

/**
 * Runs a query and waits for what it finds. However that ends, no query goes on that nobody waits for: it
 * would scan on, which costs.
 *
 * @throws only when it is aborted
 */
export async function runInsights(
  place: LogsPlace,
  asked: LogsAsked,
  watcher: Watcher,
): Promise<LogOutcome> {
  const started = await startQuery(place, asked, watcher);
  if (!started.ok) return started;
  const { queryId } = started;
  let isOver = false;
  try {
    const followed = await follow(place, queryId, asked.maxBytes, watcher);
    ({ isOver } = followed);
    return followed.outcome;
  } finally {
    if (!isOver) await stop(place, queryId);
  }
}

interface Followed {
  /** Whether CloudWatch has ended it. */
  readonly isOver: boolean;
  readonly outcome: LogOutcome;
}

async function follow(
  place: LogsPlace,
  queryId: string,
  maxBytes: number,
  { signal, onScanned }: Watcher,
): Promise<Followed> {
  let pause = place.pause.first;
  let failures = 0;
  for (;;) {
    await after(pause, undefined, { signal });
    pause = Math.min(pause * GROWTH, place.pause.longest);
    const outcome = await call(
      place,
      'logs:GetQueryResults',
      (options) => place.client.send(new GetQueryResultsCommand({ queryId }), options),
      { signal },
    );
    signal.throwIfAborted();
    if (!outcome.ok) {
      const { problem } = outcome;
      failures += 1;
      const mayPass = ['throttled', 'timed-out', 'unreachable'].includes(problem.kind);
      if (mayPass && failures < TRIES) continue;
      return { isOver: false, outcome: { ok: false, problem } };
    }
    const scan = scanOf(outcome.answer);
    const { status = 'Unknown' } = outcome.answer;
    failures = status === 'Unknown' ? failures + 1 : 0;
    if (status === 'Complete') return { isOver: true, outcome: found(outcome.answer, false) };
    if (!UNDER_WAY.includes(status) || failures >= TRIES) {
      const isOver = failures < TRIES;
      return { isOver, outcome: { ok: false, problem: { kind: 'ended', status }, scan } };
    }
    if (scan.bytes > maxBytes) return { isOver: false, outcome: found(outcome.answer, true) };
    onScanned(scan);
  }
}

/** CloudWatch itself ends a query after an hour. */
const UNDER_WAY: readonly string[] = ['Scheduled', 'Running', 'Unknown'];

function found(answer: GetQueryResultsCommandOutput, isCutOff: boolean): LogOutcome {
  return { ok: true, table: tableOf(answer.results ?? []), scan: scanOf(answer), isCutOff };
}

function scanOf({ statistics = {} }: GetQueryResultsCommandOutput): Scan {
  const { bytesScanned: bytes = 0, recordsScanned: events = 0, recordsMatched = 0 } = statistics;
  return { bytes, events, matched: recordsMatched };
}

/** One that ended in the meantime can't be stopped, which is as good. */
async function stop(place: LogsPlace, queryId: string): Promise<void> {
  await call(
    place,
    'logs:StopQuery',
    (options) => place.client.send(new StopQueryCommand({ queryId }), options),
    {},
  );
}
