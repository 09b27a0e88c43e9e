import { OWN_ALERTS } from '../alert/own.ts';
import { utcText } from '../alert/utc.ts';
import { FAILURES_TOLD, type DriftState } from '../engine/ports/drift-states.ts';
import type { Raised } from '../engine/ports/troubles.ts';

/** The alerts that there should be of models whose data can't be compared. */
export function driftAlerts(states: ReadonlyMap<string, DriftState>): readonly Raised[] {
  return [...states].flatMap(([model, { failure }]): readonly Raised[] => {
    if (failure === undefined || failure.tries < FAILURES_TOLD) return [];
    const { since, what, mend } = failure;
    return [
      {
        labels: { alertname: OWN_ALERTS.driftRunFailed, integration: `drift/${model}`, model },
        severity: 'error',
        summary: `Nobody sees whether ${model} drifts since ${utcText(since)}: ${what}`,
        description: `${mend} What was raised of the model stays as it is.`,
        since,
      },
    ];
  });
}
