import {
  incidentId,
  INCIDENTS_KEPT_FOR,
  isRunning,
  WISH_KEPT_FOR,
  type Incident,
  type Incidents,
} from '../../engine/ports/incidents.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import { createMemoryAudit } from './audit.ts';
import type { MemoryState } from './state.ts';

/** Incidents, in memory. */
export function createMemoryIncidents(state: MemoryState, now: () => number): Incidents {
  const { incidents } = state;
  const audit = createMemoryAudit(state, now);

  async function write(incident: Incident, deed: Deed | undefined): Promise<void> {
    incidents.records.set(incident.id, incident);
    incidents.unsettled.add(incident.id);
    if (deed !== undefined) await audit.append(deed);
  }

  function dropOld(at: number): void {
    for (const incident of incidents.records.values()) {
      if (isRunning(incident) || incident.openedAt >= at - INCIDENTS_KEPT_FOR) continue;
      incidents.records.delete(incident.id);
      incidents.told.delete(incident.id);
      incidents.unsettled.delete(incident.id);
    }
  }

  function all(): readonly Incident[] {
    return [...incidents.records.values()].toSorted((one, two) => one.openedAt - two.openedAt);
  }

  return {
    async begin(wish, make) {
      const known = incidents.wishes.get(wish);
      const before = incidents.records.get(known?.id ?? '');
      if (before !== undefined && (known?.until ?? 0) > now()) return before;
      const { incident, deed } = make(incidentId(incidents.last + 1));
      const keys = new Set(incident.groups.map(({ key }) => key));
      const other = all().find(
        (one) => isRunning(one) && one.groups.some(({ key }) => keys.has(key)),
      );
      if (other !== undefined) return other;
      incidents.last += 1;
      incidents.wishes.set(wish, { id: incident.id, until: now() + WISH_KEPT_FOR });
      await write(incident, deed);
      dropOld(incident.openedAt);
      return incident;
    },
    find: async (id) => incidents.records.get(id),
    open: async () => all().filter(isRunning),
    ofGroup: async (key) =>
      all()
        .filter(({ groups }) => groups.some((group) => group.key === key))
        .toReversed(),
    between: async (since, until) =>
      all().filter(({ openedAt }) => openedAt >= since && openedAt < until),
    async change(incident, deed) {
      if (incidents.records.get(incident.id)?.revision !== incident.revision - 1) return false;
      await write(incident, deed);
      return true;
    },
    unsettled: async () => [...incidents.unsettled],
    told: async (id) => incidents.told.get(id),
    async noteTold(id, told) {
      incidents.told.set(id, told);
    },
    async settle(id, revision) {
      if (incidents.records.get(id)?.revision === revision) incidents.unsettled.delete(id);
    },
  };
}
