import { labelValue, type Labels } from '../alert/labels.ts';

/** The alertname by which the bot tells that maintenance begins and ends; label `window` names it. */
export const MAINTENANCE = 'Maintenance';
/** The alertname by which it tells that a silence ends soon; label `silence` is its id. */
export const SILENCE_EXPIRES = 'SilenceExpires';

/** Whether an alert with these labels is the bot's own word about what mutes. */
export function isAnnouncement(labels: Labels): boolean {
  return isOfMaintenance(labels) || announcedSilence(labels) !== undefined;
}

/**
 * Whether it tells of maintenance. No maintenance mutes that: it has the labels that the window
 * matches, so that it goes to the team concerned, and would else mute itself. An alert of somebody
 * else that is named so is told, too: rather one too many than none.
 */
export function isOfMaintenance(labels: Labels): boolean {
  return labelValue(labels, 'alertname') === MAINTENANCE && labelValue(labels, 'window') !== '';
}

/** The id of the silence whose end is told by an alert with these labels: it does not mute that. */
export function announcedSilence(labels: Labels): string | undefined {
  if (labelValue(labels, 'alertname') !== SILENCE_EXPIRES) return undefined;
  const id = labelValue(labels, 'silence');
  return id === '' ? undefined : id;
}
