import { utcText } from '../alert/utc.ts';
import { FAILURES_TOLD, type RunState } from '../engine/ports/drift-states.ts';
import type { Raised } from '../engine/ports/troubles.ts';

/** What is told of data of a kind that can't be looked at. */
export interface RunAlertWords {
  readonly alertname: string;
  /** What its integration begins with: `drift`. */
  readonly kind: string;
  /** The label that says of what. */
  readonly label: 'model' | 'dataset';
  /** What nobody sees: `whether churn drifts`. */
  readonly unseen: (name: string) => string;
}

/** The alerts that there should be of data that can't be looked at. */
export function runAlerts(
  states: ReadonlyMap<string, Pick<RunState, 'failure'>>,
  { alertname, kind, label, unseen }: RunAlertWords,
): readonly Raised[] {
  return [...states].flatMap(([name, { failure }]): readonly Raised[] => {
    if (failure === undefined || failure.tries < FAILURES_TOLD) return [];
    const { since, what, mend } = failure;
    return [
      {
        labels: { alertname, integration: `${kind}/${name}`, [label]: name },
        severity: 'error',
        summary: `Nobody sees ${unseen(name)} since ${utcText(since)}: ${what}`,
        description: `${mend} What was raised of the ${label === 'model' ? 'model' : 'data set'} stays as it is.`,
        since,
      },
    ];
  });
}
