import type { ModelsAtHand } from '../../drift/degradation/at-hand.ts';
import type { ModelReport } from '../../drift/degradation/report.ts';

/** The newest report of a model; undefined where there is none yet. */
export async function newestReport(
  model: string,
  { reports }: Pick<ModelsAtHand, 'reports'>,
): Promise<ModelReport | undefined> {
  const kept = await reports.newest(model);
  // Written by us alone, so trusted.
  return kept === undefined ? undefined : JSON.parse(kept.report);
}
