import { isRunning, type Incident } from '../../engine/ports/incidents.ts';
import type { IncidentSettings } from './settings.ts';

/** How a response stands against its target. Times are milliseconds. */
export interface Response {
  /** Within what time somebody should have it on. */
  readonly target: number;
  /** When that is over, epoch milliseconds. */
  readonly due: number;
  /** How long it took; absent while nobody has it on. */
  readonly took?: number;
  /** Whether the target is, or was, missed. */
  readonly isLate: boolean;
}

/**
 * From when an incident was known to when somebody had it on, against the response time of its severity.
 *
 * @param now epoch milliseconds
 */
export function responseOf(
  { detectedAt, acknowledgedAt, resolvedAt, severity }: Incident,
  { responseTimes }: Pick<IncidentSettings, 'responseTimes'>,
  now: number,
): Response {
  const target = responseTimes[severity];
  const due = detectedAt + target;
  if (acknowledgedAt === undefined) {
    return { target, due, isLate: (resolvedAt ?? now) > due };
  }
  // An alert that was acknowledged before it is said to have begun took no time.
  const took = Math.max(0, acknowledgedAt - detectedAt);
  return { target, due, took, isLate: took > target };
}

/** Whether the next status update is late. */
export function isUpdateLate(
  incident: Pick<Incident, 'updateBy' | 'resolvedAt'>,
  now: number,
): boolean {
  const { updateBy } = incident;
  return isRunning(incident) && updateBy !== undefined && updateBy <= now;
}
