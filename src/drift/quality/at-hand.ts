import type { QualityReports, QualityStates } from '../../engine/ports/quality-reports.ts';
import type { Window } from '../data/files/window.ts';
import type { CheckWatch } from './checker.ts';
import type { QualityReport } from './report.ts';
import type { DataSet } from './runs/dataset.ts';

/** The data sets of a config, and what is known of them. */
export interface QualityAtHand {
  readonly sets: readonly DataSet[];
  readonly states: Pick<QualityStates, 'all'>;
  readonly reports: Pick<QualityReports, 'runs' | 'newest' | 'report'>;
  /** @throws DataProblem */
  readonly check: (data: DataSet, window: Window, watch?: CheckWatch) => Promise<QualityReport>;
}
