import { labelValue, type Labels } from './labels.ts';

/** The alertnames by which the bot tells of its own troubles; label `integration` says with what. */
export const OWN_ALERTS = {
  deliveryFailing: 'TocsinDeliveryFailing',
  fallingBehind: 'TocsinFallingBehind',
  deadLetters: 'TocsinDeadLetters',
  watchFailing: 'TocsinWatchFailing',
  driftRunFailed: 'TocsinDriftRunFailed',
  qualityRunFailed: 'TocsinQualityRunFailed',
  modelNotMeasured: 'TocsinModelNotMeasured',
  automationStopped: 'TocsinAutomationStopped',
  automationOff: 'TocsinAutomationOff',
} as const;

const NAMES: ReadonlySet<string> = new Set(Object.values(OWN_ALERTS));

/** Labels that every group of such alerts is told apart by, whatever its route groups by. */
export const OWN_GROUPING: readonly string[] = ['alertname', 'integration'];

/** Whether labels, of an alert or of its group, are those of the bot's own trouble. */
export function isOwn(labels: Labels): boolean {
  return NAMES.has(labelValue(labels, 'alertname'));
}

/**
 * The integration that an alert of the bot's own is about, by its id, or all of a kind by that; undefined
 * of any other alert. It is told there only where nobody else can be told.
 */
export function failingIn(labels: Labels): string | undefined {
  if (labelValue(labels, 'alertname') !== OWN_ALERTS.deliveryFailing) return undefined;
  return labelValue(labels, 'integration') || undefined;
}
