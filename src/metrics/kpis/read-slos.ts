import type { Problem } from '../problem.ts';
import type { MetricSource } from '../source.ts';
import type { Kpi } from './kpi.ts';
import { readFigures, type FigureOptions } from './read-figures.ts';
import { budgetOf, SLO_WINDOWS, type Budget } from './slo.ts';
import { periodOfWindow, windowBefore } from './window.ts';

/** An objective, and what is left of its error budget; absent where there is no data. */
export interface SloStanding {
  readonly kpi: Kpi;
  readonly budget?: Budget;
  /** Why it can't be read, and by which source. */
  readonly problem?: { readonly problem: Problem; readonly source: string };
}

/** Reads every objective among some key figures over all windows, in as few calls as can be. Nothing is thrown. */
export async function readSlos(
  kpis: readonly Kpi[],
  sources: ReadonlyMap<string, MetricSource>,
  options: FigureOptions,
): Promise<readonly SloStanding[]> {
  const objectives = kpis.filter(({ isObjective }) => isObjective);
  const wanted = objectives.flatMap(({ measure, folding }) =>
    SLO_WINDOWS.map((window) => ({
      measure,
      folding,
      span: windowBefore(window, options.now),
      period: periodOfWindow(window),
    })),
  );
  const read = await readFigures(wanted, sources, options);
  return objectives.map((kpi, index) => {
    const own = read.slice(index * SLO_WINDOWS.length, (index + 1) * SLO_WINDOWS.length);
    const failed = own.find((one) => !one.ok);
    if (failed?.ok === false) return { kpi, problem: failed };
    const budget = budgetOf((kpi.target?.value ?? 0) / 100, (window) => {
      const one = own[SLO_WINDOWS.indexOf(window)];
      return one?.ok === true && one.figure !== undefined ? one.figure / 100 : undefined;
    });
    return { kpi, ...(budget !== undefined && { budget }) };
  });
}
