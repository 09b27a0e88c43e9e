import type { ActionRun } from '../../engine/ports/action-runs.ts';
import { isRetraining } from '../../runbooks/retraining/retraining.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

/** Counts what became of a run. */
export function countRun(run: ActionRun, metrics: Pick<Metrics, 'acted' | 'retraining'>): void {
  const { action, state } = run;
  metrics.acted({ action, outcome: state });
  if (isRetraining(run)) metrics.retraining(state);
}
