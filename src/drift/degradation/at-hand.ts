import type { Audit } from '../../engine/ports/audit.ts';
import type { DegradationStates, ModelReports } from '../../engine/ports/model-reports.ts';
import type { Predictions } from '../../engine/ports/predictions.ts';
import type { AssessedModel } from './model.ts';

/** The models of a config that are measured, and what is known of them. */
export interface ModelsAtHand {
  readonly models: readonly AssessedModel[];
  /** Those of the config that are not: nobody says what they predict. */
  readonly unmeasured: readonly string[];
  readonly states: Pick<DegradationStates, 'all'>;
  readonly reports: Pick<ModelReports, 'all' | 'newest'>;
  readonly predictions: Pick<Predictions, 'of'>;
  /** Where it is kept who looked at what was predicted of somebody. */
  readonly audit: Pick<Audit, 'append'>;
}
