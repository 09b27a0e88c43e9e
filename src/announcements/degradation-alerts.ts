import { OWN_ALERTS } from '../alert/own.ts';
import type { DegradationState } from '../engine/ports/model-reports.ts';
import type { Raised } from '../engine/ports/troubles.ts';
import { runAlerts } from './run-alerts.ts';

/** The alerts that there should be of models that can't be measured. */
export function degradationAlerts(
  states: ReadonlyMap<string, Pick<DegradationState, 'failure'>>,
): readonly Raised[] {
  return runAlerts(states, {
    alertname: OWN_ALERTS.modelNotMeasured,
    kind: 'degradation',
    label: 'model',
    unseen: (model) => `how good ${model} is`,
  });
}
