import { shortHash } from '../../alert/fingerprint.ts';
import type { DriftRun } from '../../engine/ports/drift-reports.ts';

/** A figure of a model, for a store of metrics. */
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
  const names = metricNames(Object.keys(features));
  return [
    ...Object.entries(features).map(([feature, { statistic }]) => ({
      name: names.get(feature) ?? feature,
      value: statistic,
    })),
    ...(meanKs === undefined ? [] : [{ name: 'FeatureDrift', value: meanKs }]),
    ...(prediction === undefined ? [] : [{ name: 'PredictionDrift', value: prediction.ks }]),
  ].filter(({ value }) => Number.isFinite(value));
}

/** What CloudWatch takes in no name is `_`; of two that would be the same one is told apart by a hash. */
function metricNames(features: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(features.map((feature) => `FeatureDrift_${feature}`));
  return new Map(
    features.map((feature) => {
      const whole = `FeatureDrift_${feature}`;
      const name = whole.replaceAll(/[^\x21-\x7e]/gu, '_').slice(0, LONGEST);
      if (name === whole) return [feature, name];
      const isFree = !taken.has(name);
      taken.add(name);
      const hash = shortHash(feature).slice(0, 8);
      return [feature, isFree ? name : `${name.slice(0, LONGEST - 9)}_${hash}`];
    }),
  );
}
