import type { Baselines } from '../engine/ports/baselines.ts';
import type { DriftReports } from '../engine/ports/drift-reports.ts';
import type { DriftStates } from '../engine/ports/drift-states.ts';
import type { CompareModel } from './runs/compare.ts';
import type { WatchedModel } from './runs/model.ts';

/** The models of a config, and what is known of them. */
export interface DriftAtHand {
  readonly models: readonly WatchedModel[];
  readonly states: Pick<DriftStates, 'all'>;
  readonly reports: Pick<DriftReports, 'runs' | 'newest' | 'report'>;
  readonly baselines: Pick<Baselines, 'list' | 'active'>;
  /** @throws DataProblem */
  readonly compare: CompareModel;
}
