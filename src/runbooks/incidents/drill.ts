import { isRunning, type Incident } from '../../engine/ports/incidents.ts';
import { withChange } from './changed.ts';

/** So long a drill lasts at most, in milliseconds: nobody has to think of its end. */
export const DRILL_LASTS = 4 * 60 * 60_000;

/**
 * A drill that went on for so long, as it ends; undefined for any other incident.
 *
 * @param now epoch milliseconds
 */
export function drillEnded(incident: Incident, now: number): Incident | undefined {
  const { isDrill, openedAt } = incident;
  if (isDrill !== true || !isRunning(incident) || now < openedAt + DRILL_LASTS) return undefined;
  const text = 'The drill ended by itself.';
  const own = { resolvedAt: now, resolution: { text } };
  const entry = { what: 'resolved', text } as const;
  return withChange(incident, { own, entry, without: ['updateBy'] }, { at: now });
}
