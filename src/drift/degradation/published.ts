import type { PublishedFigure } from '../runs/published.ts';
import type { ModelReport } from './report.ts';

/** The figures of a report for a store of metrics, by window: `F1_30d`. */
export function publishedModelFigures({ windows }: ModelReport): readonly PublishedFigure[] {
  return windows.flatMap(({ days, figures, change, confidence }) => {
    const named: readonly [string, number | null | undefined][] = [
      ['F1', figures?.f1],
      ['Precision', figures?.precision],
      ['Recall', figures?.recall],
      ['RocAuc', figures?.rocAuc],
      ['CTR', figures?.ctr],
      ['F1Drop', change?.f1Drop],
      ['Confidence', confidence?.mean],
    ];
    return named.flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [{ name: `${name}_${days}d`, value }],
    );
  });
}
