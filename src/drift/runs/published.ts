import { shortHash } from '../../alert/fingerprint.ts';
import type { DriftRun } from '../../engine/ports/drift-reports.ts';

/** A figure of a report, for a store of metrics. */
export interface PublishedFigure {
  readonly name: string;
  readonly value: number;
}

/** Source: Amazon CloudWatch API Reference, MetricDatum. */
const LONGEST = 255;

/** The figures of a run, under the names that dashboards know them by. */
export function publishedFigures({
  features,
  meanKs,
  prediction,
}: DriftRun): readonly PublishedFigure[] {
  const names = metricNames('FeatureDrift', Object.keys(features));
  return [
    ...Object.entries(features).map(([feature, { statistic }]) => ({
      name: names.get(feature) ?? feature,
      value: statistic,
    })),
    ...(meanKs === undefined ? [] : [{ name: 'FeatureDrift', value: meanKs }]),
    ...(prediction === undefined ? [] : [{ name: 'PredictionDrift', value: prediction.ks }]),
  ].filter(({ value }) => Number.isFinite(value));
}

/**
 * By column the name of its figure: `FeatureDrift_age`. What CloudWatch takes in no name is `_`; of two that would
 * be the same one is told apart by a hash.
 */
export function metricNames(
  figure: string,
  columns: readonly string[],
): ReadonlyMap<string, string> {
  const taken = new Set(columns.map((column) => `${figure}_${column}`));
  return new Map(
    columns.map((column) => {
      const whole = `${figure}_${column}`;
      const name = whole.replaceAll(/[^\x21-\x7e]/gu, '_').slice(0, LONGEST);
      if (name === whole) return [column, name];
      const isFree = !taken.has(name);
      taken.add(name);
      const hash = shortHash(column).slice(0, 8);
      return [column, isFree ? name : `${name.slice(0, LONGEST - 9)}_${hash}`];
    }),
  );
}
