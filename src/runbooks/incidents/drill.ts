import { Mistake } from '../../config/mistake.ts';
import { isRunning, type Incident, type Incidents } from '../../engine/ports/incidents.ts';
import type { ActionsAtHand } from '../actions/at-hand.ts';
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

/** The same actions, of which none is carried out for a drill: it changes nothing in the world. */
export function sparedByDrills(
  actions: ActionsAtHand,
  incidents: Pick<Incidents, 'find'>,
): ActionsAtHand {
  return {
    ...actions,
    async ask(wanted) {
      const id = wanted.subject?.incident;
      const incident = id === undefined ? undefined : await incidents.find(id);
      if (incident?.isDrill === true) {
        throw new Mistake(
          `${incident.id} is a drill, and changes nothing`,
          'say what you would do, and go on',
        );
      }
      return actions.ask(wanted);
    },
  };
}
