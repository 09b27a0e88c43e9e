import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Annotations } from '../../alert/signal.ts';
import type { Comparison } from '../formula.ts';
import type { Measure } from '../measure.ts';

/**
 * What a period without figures means: nothing, so that the others decide; that the alert stays as it
 * is; or the one or the other answer of the condition.
 */
export type Missing = 'ignore' | 'keep' | 'firing' | 'resolved';

/** A measure of a rule, as it was so many milliseconds before: 0 for now. */
export interface Watched {
  readonly measure: Measure;
  readonly offset: number;
}

/** A condition over metrics that raises alerts. Times are milliseconds. */
export interface WatchRule {
  readonly name: string;
  /** By the names in the conditions. */
  readonly metrics: ReadonlyMap<string, Watched>;
  readonly when: Comparison;
  /** When it is over; without it as soon as `when` does not hold. */
  readonly clear?: Comparison;
  /** How many periods, one after the other, `when` must hold for. */
  readonly periods: number;
  /** How many of these must have figures, where those without are ignored. */
  readonly minSamples: number;
  readonly missing: Missing;
  readonly every: number;
  readonly period: number;
  /** A period is looked at when it ended so long ago: before, its figures may not be complete. */
  readonly delay: number;
  /** Each figure stands for the sum of so many periods, up to its own. */
  readonly summed: number;
  readonly severity: Severity;
  readonly labels: Labels;
  readonly annotations: Annotations;
}
