import { OWN_ALERTS } from '../alert/own.ts';
import { utcText } from '../alert/utc.ts';
import { FAILURES_TOLD } from '../engine/ports/drift-states.ts';
import type { DegradationState } from '../engine/ports/model-reports.ts';
import type { Raised } from '../engine/ports/troubles.ts';

/** The alerts that there should be of models that can't be measured. */
export function degradationAlerts(
  states: ReadonlyMap<string, Pick<DegradationState, 'failure'>>,
): readonly Raised[] {
  return [...states].flatMap(([model, { failure }]): readonly Raised[] => {
    if (failure === undefined || failure.tries < FAILURES_TOLD) return [];
    const { since, what, mend } = failure;
    return [
      {
        labels: {
          alertname: OWN_ALERTS.modelNotMeasured,
          integration: `degradation/${model}`,
          model,
        },
        severity: 'error',
        summary: `Nobody sees how good ${model} is since ${utcText(since)}: ${what}`,
        description: `${mend} What was raised of the model stays as it is.`,
        since,
      },
    ];
  });
}
