import { OWN_ALERTS } from '../alert/own.ts';
import { utcText } from '../alert/utc.ts';
import type { StoreStats } from '../engine/ports/stats.ts';
import type { Raised } from '../engine/ports/troubles.ts';

/** Events are decided at once; when one waits so long, in milliseconds, something is wrong. */
const BEHIND_AFTER = 60_000;
/** A message that could not be handled is news for so long, in milliseconds. */
const LETTER_IS_NEWS = 60 * 60_000;

/** The alerts that there should be of what waits in the store too long, or could not be handled. */
export function backlogAlerts(stats: StoreStats, now: number): readonly Raised[] {
  return [behindAlert(stats, now), letterAlert(stats, now)].filter((one) => one !== undefined);
}

function behindAlert({ inbox, waitingSince }: StoreStats, now: number): Raised | undefined {
  if (waitingSince === undefined || now - waitingSince < BEHIND_AFTER) return undefined;
  return {
    labels: { alertname: OWN_ALERTS.fallingBehind, integration: 'inbox' },
    severity: 'error',
    summary: `Alarms have waited to be decided since ${utcText(waitingSince)}: ${inbox} events`,
    description:
      'Nothing is lost, but it is late. The log says whether something keeps failing; more replicas with the role worker, or a faster Redis, decide more.',
    since: waitingSince,
  };
}

function letterAlert(
  { deadLetters, lastDeadLetterAt }: StoreStats,
  now: number,
): Raised | undefined {
  if (lastDeadLetterAt === undefined || now - lastDeadLetterAt > LETTER_IS_NEWS) return undefined;
  return {
    labels: { alertname: OWN_ALERTS.deadLetters, integration: 'dead-letters' },
    severity: 'warning',
    summary: `Messages came that can not be handled: ${deadLetters} are kept`,
    description:
      '`tocsin dlq list` says which and why; `tocsin dlq replay` handles them again once the cause is mended.',
    since: lastDeadLetterAt,
  };
}
