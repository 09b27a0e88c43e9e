import { labelValue } from '../alert/labels.ts';
import { visible } from '../alert/visible.ts';
import type { AlertView } from './view.ts';
import { shorten } from './wording.ts';

const LABELS = 3;
const VALUE_LENGTH = 40;

/**
 * What tells an alert apart from the others that say the same: `pod=a`, the labels in which they
 * differ. Empty where nothing has to, or can.
 *
 * @param say what people read of an alert
 */
export function differencesIn(
  alerts: readonly AlertView[],
  say: (one: AlertView) => string,
): (one: AlertView) => string {
  const alike = Map.groupBy(alerts, (one) => visible(say(one)));
  const labels = new Map([...alike].map(([text, same]) => [text, differingLabels(same)]));
  return (one) =>
    (labels.get(visible(say(one))) ?? [])
      .map((label) => [label, valueOf(one, label)])
      .filter(([, value]) => value !== '')
      .map((pair) => pair.map((text) => shorten(text, VALUE_LENGTH)).join('='))
      .join(' · ');
}

/** What each alert is called among the others: its values of the labels in which they differ. */
export function namesIn(alerts: readonly AlertView[]): (one: AlertView) => string {
  const labels = differingLabels(alerts);
  return (one) =>
    labels
      .map((label) => shorten(valueOf(one, label), VALUE_LENGTH))
      .filter((value) => value !== '')
      .join(' ');
}

/** Labels whose values are not the same for all; of several that say the same only the first. */
function differingLabels(alerts: readonly AlertView[]): readonly string[] {
  const names = new Set(alerts.flatMap(({ alert }) => Object.keys(alert.labels)));
  const byValues = new Map<string, string>();
  for (const name of names) {
    const values = alerts.map((one) => valueOf(one, name));
    const key = JSON.stringify(values);
    if (new Set(values).size > 1 && !byValues.has(key)) byValues.set(key, name);
  }
  return [...byValues.values()].slice(0, LABELS);
}

function valueOf({ alert }: AlertView, label: string): string {
  return visible(labelValue(alert.labels, label));
}
