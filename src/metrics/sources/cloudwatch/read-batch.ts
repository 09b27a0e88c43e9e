import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Problem } from '../../problem.ts';
import type { Reading, Request } from '../../source.ts';
import { chargedFor, type Asked } from './batches.ts';
import { call, type Place } from './call.ts';
import { createCollected, type Collected } from './collected.ts';

/** A page has up to 100,800 points: what needs more pages was not meant. */
const PAGES_AT_MOST = 100;

/**
 * Reads what fits into one call, page by page. A query that CloudWatch refuses takes all others of its
 * call along: they are asked again by halves, until it is alone.
 *
 * @returns a reading for each, in their order
 */
export async function readBatch(
  place: Place,
  batch: readonly Asked[],
  request: Request,
  signal?: AbortSignal,
): Promise<readonly Reading[]> {
  const collected = batch.map(createCollected);
  const problem = await collect(place, batch, collected, request, signal);
  if (problem === undefined) return collected.map((one) => one.reading(request.period));
  if (problem.kind !== 'refused' || batch.length === 1) {
    return batch.map(() => ({ ok: false, problem }));
  }
  const half = Math.ceil(batch.length / 2);
  const first = await readBatch(place, batch.slice(0, half), request, signal);
  return [...first, ...(await readBatch(place, batch.slice(half), request, signal))];
}

async function collect(
  place: Place,
  batch: readonly Asked[],
  collected: readonly Collected[],
  { span, onCharged, onWaiting }: Request,
  signal: AbortSignal | undefined,
): Promise<Problem | undefined> {
  const byId = new Map(batch.map(({ id }, index) => [id, collected[index]]));
  const input = {
    MetricDataQueries: batch.flatMap(({ parts }) => [...parts]),
    StartTime: new Date(span.from),
    EndTime: new Date(span.to),
    ScanBy: 'TimestampAscending',
  } as const;
  let token: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page += 1) {
    const command = new GetMetricDataCommand({ ...input, NextToken: token });
    const outcome = await call(
      place,
      'cloudwatch:GetMetricData',
      (options) => place.client.send(command, options),
      { onWaiting, signal },
    );
    if (!outcome.ok) return outcome.problem;
    onCharged?.(chargedFor(batch));
    const { MetricDataResults = [], Messages = [], NextToken } = outcome.answer;
    const results = Map.groupBy(MetricDataResults, ({ Id }) => Id ?? '');
    for (const [id, ofOne] of results) byId.get(id)?.add(ofOne);
    for (const { Value, Code } of Messages) {
      for (const one of collected) one.remark(Value ?? Code);
    }
    token = NextToken;
    if (token === undefined) return undefined;
  }
  return { kind: 'refused', why: `there are over ${PAGES_AT_MOST} pages of it` };
}
