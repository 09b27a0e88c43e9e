import { OWN_ALERTS } from '../alert/own.ts';
import type { DriftState } from '../engine/ports/drift-states.ts';
import type { Raised } from '../engine/ports/troubles.ts';
import { runAlerts } from './run-alerts.ts';

/** The alerts that there should be of models whose data can't be compared. */
export function driftAlerts(states: ReadonlyMap<string, DriftState>): readonly Raised[] {
  return runAlerts(states, {
    alertname: OWN_ALERTS.driftRunFailed,
    kind: 'drift',
    label: 'model',
    unseen: (model) => `whether ${model} drifts`,
  });
}
