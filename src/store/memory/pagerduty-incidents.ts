import {
  PAGERDUTY_INCIDENT_KEPT,
  type PagerDutyIncidents,
} from '../../engine/ports/pagerduty-incidents.ts';
import type { MemoryState } from './state.ts';

/** The incidents in memory. */
export function createMemoryPagerDutyIncidents(
  state: MemoryState,
  now: () => number,
): PagerDutyIncidents {
  return {
    async remember(key, incident) {
      state.pagerDutyIncidents.set(key, { incident, until: now() + PAGERDUTY_INCIDENT_KEPT });
    },
    async find(key) {
      const known = state.pagerDutyIncidents.get(key);
      return known === undefined || known.until <= now() ? undefined : known.incident;
    },
  };
}
