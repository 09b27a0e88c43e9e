import { OWN_ALERTS } from '../alert/own.ts';
import type { DriftState } from '../engine/ports/drift-states.ts';
import type { Raised } from '../engine/ports/troubles.ts';
import { runAlerts } from './run-alerts.ts';

/** The alerts that there should be of data sets that can't be read. */
export function qualityAlerts(states: ReadonlyMap<string, DriftState>): readonly Raised[] {
  return runAlerts(states, {
    alertname: OWN_ALERTS.qualityRunFailed,
    kind: 'quality',
    label: 'dataset',
    unseen: (name) => `what the data of ${name} is like`,
  });
}
