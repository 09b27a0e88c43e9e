import type { AuditAction, Deed } from '../../engine/ports/audit.ts';
import type { Incident, IncidentPerson, Incidents } from '../../engine/ports/incidents.ts';
import { Mistake } from '../../config/mistake.ts';
import { changedIncident } from './changed.ts';
import { openedIncident, type Opening } from './opened.ts';
import { incidentReport, type IncidentRecord, type IncidentReport } from './report.ts';
import type { IncidentSettings } from './settings.ts';
import type { IncidentWish, NotDone } from './wish.ts';

/** Incidents, for who asks something of them. */
export interface IncidentsAtHand extends Pick<Incidents, 'find' | 'open' | 'ofGroup' | 'between'> {
  readonly settings: IncidentSettings;
  /** @param wish the same for the same wish: it is opened once. @throws Mistake in a direct message */
  readonly begin: (opening: Opening, by: IncidentPerson, wish: string) => Promise<Incident>;
  /**
   * Does something with an incident; undefined for one that there is not.
   *
   * @param key the same for the same wish: it is done once
   */
  readonly change: (
    id: string,
    wish: IncidentWish,
    by: IncidentPerson,
    key: string,
  ) => Promise<Incident | NotDone | undefined>;
  /** What is written down after an incident, as it can be by now. */
  readonly report: (incident: Incident) => Promise<IncidentReport>;
}

export interface IncidentParts {
  readonly incidents: Incidents;
  /** Gathers all that is kept of an incident. */
  readonly record: (incident: Incident) => Promise<IncidentRecord>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Has an incident told at once, by its id. */
  readonly hurry: (id: string) => Promise<void>;
}

/** Two at once get one result: who comes second sees what the first has done, and is told so. */
export function incidentsAtHand(
  settings: IncidentSettings,
  { incidents, record, now, hurry }: IncidentParts,
): IncidentsAtHand {
  return {
    settings,
    find: (id) => incidents.find(id),
    open: () => incidents.open(),
    ofGroup: (key) => incidents.ofGroup(key),
    between: (since, until) => incidents.between(since, until),
    report: async (incident) => incidentReport(await record(incident), settings.responseTimes),
    async begin(opening, by, wish) {
      if ((settings.channel ?? opening.channel).startsWith('D')) {
        const hint =
          "open it in a channel, or write incidents: { channel: '#incidents' } in the config";
        throw new Mistake('others could not see it here', hint);
      }
      const incident = await incidents.begin(wish, openedIncident(opening, by, settings, now()));
      await hurry(incident.id);
      return incident;
    },
    async change(id, wish, by, key) {
      for (;;) {
        const before = await incidents.find(id);
        if (before === undefined) return undefined;
        if (before.entries.some((one) => one.wish === key)) return before;
        const next = changedIncident(before, wish, by, settings, now());
        if ('why' in next) return next;
        const marked = markedBy(next, key);
        if (!(await incidents.change(marked, deedOf(before, wish, by)))) continue;
        await hurry(id);
        return marked;
      }
    },
  };
}

/** The last line of its story says by which wish it came. */
function markedBy(incident: Incident, wish: string): Incident {
  const { entries } = incident;
  const marked = entries.map((one, index) => (index < entries.length - 1 ? one : { ...one, wish }));
  return { ...incident, entries: marked };
}

const ACTIONS: Readonly<Record<IncidentWish['what'], AuditAction>> = {
  updated: 'incident-updated',
  noted: 'incident-noted',
  mitigated: 'incident-mitigated',
  resolved: 'incident-resolved',
  reopened: 'incident-reopened',
  severity: 'incident-severity',
  assigned: 'incident-assigned',
  attached: 'incident-attached',
  detached: 'incident-detached',
  'follow-up': 'incident-follow-up',
  'followed-up': 'incident-followed-up',
};

function deedOf({ id }: Incident, wish: IncidentWish, { actor }: IncidentPerson): Deed {
  return { actor, action: ACTIONS[wish.what], object: id, details: detailsOf(wish) };
}

function detailsOf(wish: IncidentWish): Readonly<Record<string, string>> {
  switch (wish.what) {
    case 'updated':
      return { status: wish.status, text: wish.text };
    case 'resolved':
      return { text: wish.text, ...(wish.impact !== undefined && { impact: wish.impact }) };
    case 'noted':
    case 'mitigated':
    case 'reopened':
      return wish.text === undefined ? {} : { text: wish.text };
    case 'severity':
      return { to: wish.to };
    case 'assigned':
      return { role: wish.role, to: wish.to?.actor ?? 'nobody' };
    case 'attached':
      return { group: wish.group.key };
    case 'detached':
      return { group: wish.group };
    case 'follow-up':
      return { text: wish.text, owner: wish.owner?.actor ?? 'nobody', due: wish.due ?? '' };
    case 'followed-up':
      return { number: String(wish.number) };
  }
}
