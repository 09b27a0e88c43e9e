import { queriesOf, type Measure } from './measure.ts';

/** CloudWatch gathers the figures of a minute for about another. */
const CLOUDWATCH_DELAY = 60_000;
/** A Prometheus has them with the next scrape. */
const PROMETHEUS_DELAY = 15_000;

/** How long after a period its figures are complete, in milliseconds. */
export function usualDelay(measures: readonly Measure[]): number {
  const isScraped = measures
    .flatMap((measure) => [...queriesOf(measure)])
    .every(({ kind }) => kind === 'promql');
  return isScraped ? PROMETHEUS_DELAY : CLOUDWATCH_DELAY;
}
