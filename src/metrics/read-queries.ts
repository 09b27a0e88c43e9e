import type { Query } from './query.ts';
import type { Span } from './series.ts';
import type { MetricSource, Reading } from './source.ts';

/** One query over whole periods. */
export interface Question {
  readonly query: Query;
  readonly span: Span;
  readonly period: number;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told for how long a call has to wait for its turn, milliseconds. */
  readonly onWaiting?: ((ms: number) => void) | undefined;
}

export interface Answers {
  /** What came of a question that was asked. */
  readonly to: (question: Question) => Reading;
  /** How many metrics were asked for that are charged for. */
  readonly charged: number;
}

/** Asks each question once, those that may go together in as few calls as their source can. */
export async function readQueries(
  questions: Iterable<Question>,
  sources: ReadonlyMap<string, MetricSource>,
  { signal, onWaiting }: ReadOptions,
): Promise<Answers> {
  const asked = new Map([...questions].map((one) => [keyOf(one), one]));
  const together = Map.groupBy(asked.values(), ({ query, span, period }) =>
    JSON.stringify([query.source, span.from, span.to, period]),
  );
  const answers = new Map<string, Reading>();
  let charged = 0;
  const read = async (group: readonly Question[]) => {
    const [first] = group;
    if (first === undefined) return;
    const source = sources.get(first.query.source);
    if (source === undefined) return;
    const readings = await source.read(
      {
        queries: group.map(({ query }) => query),
        span: first.span,
        period: first.period,
        onCharged: (metrics) => {
          charged += metrics;
        },
        ...(onWaiting && { onWaiting }),
      },
      signal,
    );
    for (const [index, one] of group.entries()) {
      const reading = readings[index];
      if (reading !== undefined) answers.set(keyOf(one), reading);
    }
  };
  await Promise.all([...together.values()].map(read));
  return { to: (question) => answers.get(keyOf(question)) ?? noAnswer(question), charged };
}

function keyOf({ query, span, period }: Question): string {
  return JSON.stringify([query, span.from, span.to, period]);
}

/** A source may have gone with a change of the config. */
function noAnswer({ query }: Question): Reading {
  return { ok: false, problem: { kind: 'refused', why: `there is no source ${query.source}` } };
}
