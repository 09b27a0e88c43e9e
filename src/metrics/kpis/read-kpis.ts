import type { Problem } from '../problem.ts';
import type { MetricSource } from '../source.ts';
import type { Kpi } from './kpi.ts';
import { readFigures, type FigureOptions } from './read-figures.ts';
import { stateOf, trendOf, type KpiState, type Trend } from './state.ts';
import { periodOfWindow, windowBefore } from './window.ts';

/** A key figure, how it stands, and where it has gone. */
export interface KpiStanding {
  readonly kpi: Kpi;
  readonly state: KpiState;
  /** Over the window; absent where there is no data. */
  readonly figure?: number;
  /** Over the window before, which is as long. */
  readonly before?: number;
  readonly trend?: Trend;
  /** Why it can't be read, and by which source. */
  readonly problem?: { readonly problem: Problem; readonly source: string };
}

/** Reads key figures, with the window before each, all in as few calls as can be. Nothing is thrown. */
export async function readKpis(
  kpis: readonly Kpi[],
  sources: ReadonlyMap<string, MetricSource>,
  options: FigureOptions,
): Promise<readonly KpiStanding[]> {
  const wanted = kpis.flatMap(({ measure, window, folding }) =>
    [0, 1].map((ago) => ({
      measure,
      folding,
      span: windowBefore(window, options.now, ago),
      period: periodOfWindow(window),
    })),
  );
  const read = await readFigures(wanted, sources, options);
  return kpis.map((kpi, index) => {
    const now = read[2 * index];
    const then = read[2 * index + 1];
    if (now?.ok === false) return { kpi, state: 'no data', problem: now };
    const figure = now?.figure;
    const before = then?.ok === true ? then.figure : undefined;
    const trend = trendOf(kpi, figure, before);
    return {
      kpi,
      state: stateOf(kpi, figure),
      ...(figure !== undefined && { figure }),
      ...(before !== undefined && { before }),
      ...(trend !== undefined && { trend }),
    };
  });
}
