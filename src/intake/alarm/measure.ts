import type { AlarmMetric } from '../../alert/alarm-metric.ts';

/** How a value stands to what it is held against when the alarm goes off. */
export type Comparison = '>' | '≥' | '<' | '≤' | 'outside';

/** What an alarm looks at, whichever form of message told it. */
export interface Measure {
  readonly namespace?: string | undefined;
  /** A metric's name, or for an expression its label or the expression itself. */
  readonly metric?: string | undefined;
  /** As people say it: `average`, `sum`, `p99`. */
  readonly statistic?: string | undefined;
  /** CloudWatch's name of the unit: `Percent`, `Milliseconds`. */
  readonly unit?: string | undefined;
  /** Seconds of one period. */
  readonly period?: number | undefined;
  readonly evaluationPeriods?: number | undefined;
  readonly datapointsToAlarm?: number | undefined;
  readonly comparison?: Comparison | undefined;
  readonly threshold?: number | undefined;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  /** The same for who wants to read it again, where the message says all of it. */
  readonly source?: AlarmMetric | undefined;
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
  GreaterThanUpperThreshold: '>',
  LessThanLowerThreshold: '<',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside',
};

/** CloudWatch's `ComparisonOperator` as a sign. */
export function comparisonFrom(operator: string | undefined): Comparison | undefined {
  return operator !== undefined && Object.hasOwn(COMPARISONS, operator)
    ? COMPARISONS[operator]
    : undefined;
}

/** The statistic as people say it: `AVERAGE` is `average`, `SampleCount` is `sample count`. */
export function statisticFrom(name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  const plain = name.replaceAll('_', '').toLowerCase();
  return plain === 'samplecount' ? 'sample count' : plain;
}
