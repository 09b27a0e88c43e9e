import type { Thresholds } from '../alert/threshold.ts';
import type { Query } from './query.ts';

/** What is computed of several measures, period by period. */
export interface Formula {
  readonly kind: 'formula';
  /** Arithmetic over the names of its operands: `errors / (errors + successes) * 100`. */
  readonly text: string;
  readonly operands: ReadonlyMap<string, Measure>;
}

/** A metric that people know by a name, wherever its figures come from. */
export interface Measure {
  readonly name: string;
  /** What it is called where it is shown. */
  readonly title: string;
  /** The sign behind its figures: `ms`, `%`, `/s`; absent for mere numbers. */
  readonly unit?: string;
  /** The period it is meant to be read by, milliseconds; absent: whichever suits the span. */
  readonly period?: number;
  /** In its unit, and over its own period. */
  readonly thresholds: Thresholds;
  /** The width of its band of expected values, in standard deviations; absent: none is wanted. */
  readonly band?: number;
  readonly of: Query | Formula;
}

/** Every query that a measure's figures come from. */
export function* queriesOf({ of }: Measure): Generator<Query> {
  if (of.kind !== 'formula') yield of;
  else for (const operand of of.operands.values()) yield* queriesOf(operand);
}
