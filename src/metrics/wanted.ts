import type { Measure } from './measure.ts';
import { periodFor, wholePeriods } from './period.ts';
import type { Problem } from './problem.ts';
import type { Span } from './series.ts';

/** What is to be read of a measure. */
export interface Wanted {
  readonly measure: Measure;
  readonly span: Span;
  /** Milliseconds; where it is not given, what suits the span, the measure's own if it can be. */
  readonly period?: number;
}

/** A wanted measure, with what is asked for: whole periods. */
export interface Planned {
  readonly measure: Measure;
  readonly span: Span;
  readonly period: number;
}

/** A wanted measure that can't be asked for. */
export interface Unplanned {
  readonly measure: Measure;
  readonly problem: Problem;
}

/** More points of one series nobody has a use for, and Prometheus refuses them. */
export const MOST_POINTS = 11_000;

/** @param now epoch milliseconds */
export function planned({ measure, span, period }: Wanted, now: number): Planned | Unplanned {
  if (period !== undefined && (span.to - span.from) / period > MOST_POINTS) {
    return { measure, problem: { kind: 'too-long', period, longest: MOST_POINTS * period } };
  }
  const shortest = shortestOf(measure);
  const by = period ?? periodFor(span, { now, ...(shortest !== undefined && { shortest }) });
  return { measure, span: wholePeriods(span, by), period: by };
}

/** The period that a measure is meant to be read by; of what is computed, the longest of its operands'. */
function shortestOf({ period, of }: Measure): number | undefined {
  if (period !== undefined || of.kind !== 'formula') return period;
  const periods = [...of.operands.values()].flatMap((one) => shortestOf(one) ?? []);
  return periods.length === 0 ? undefined : Math.max(...periods);
}
