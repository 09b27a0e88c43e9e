import { INCIDENT_KEPT, type Incidents } from '../../engine/ports/incidents.ts';
import type { MemoryState } from './state.ts';

/** The incidents in memory. */
export function createMemoryIncidents(state: MemoryState, now: () => number): Incidents {
  return {
    async remember(key, incident) {
      state.incidents.set(key, { incident, until: now() + INCIDENT_KEPT });
    },
    async find(key) {
      const known = state.incidents.get(key);
      return known === undefined || known.until <= now() ? undefined : known.incident;
    },
  };
}
