import {
  isRunning,
  type Incident,
  type IncidentEntry,
  type IncidentPerson,
} from '../../engine/ports/incidents.ts';
import { followedUp, followUpsOf } from './follow-ups.ts';
import { attached, detached } from './groups-changed.ts';
import type { IncidentSettings } from './settings.ts';
import type { Change, IncidentWish, NotDone } from './wish.ts';

/** So much is written down of an incident: who writes more had better write it elsewhere. */
const MOST_ENTRIES = 1_000;

/** What can be done with an incident that is over. */
const AFTERWARDS: ReadonlySet<IncidentWish['what']> = new Set([
  'noted',
  'reopened',
  'follow-up',
  'followed-up',
]);

/**
 * An incident after what somebody wants: of the next revision, with a line in its story. What is done already, or
 * can't be any more, is not done, and it is said why.
 *
 * @param now epoch milliseconds
 */
export function changedIncident(
  incident: Incident,
  wish: IncidentWish,
  by: IncidentPerson,
  settings: IncidentSettings,
  now: number,
): Incident | NotDone {
  if (!isRunning(incident) && !AFTERWARDS.has(wish.what)) {
    return { why: overText(incident) };
  }
  if (incident.entries.length >= MOST_ENTRIES && wish.what !== 'resolved') {
    return { why: `${incident.id} has ${MOST_ENTRIES} entries, and takes no more.` };
  }
  const change = changeOf(incident, wish, settings, now);
  return 'why' in change ? change : withChange(incident, change, { at: now, by: by.name });
}

/** The same of what came by itself. */
export function withChange(
  incident: Incident,
  { own, entry, without = [] }: Change,
  when: Pick<IncidentEntry, 'at' | 'by'>,
): Incident {
  const kept = { ...incident };
  for (const key of without) delete kept[key];
  const entries = [...incident.entries, { ...when, ...entry }];
  return { ...kept, ...own, revision: incident.revision + 1, entries };
}

function changeOf(
  incident: Incident,
  wish: IncidentWish,
  settings: IncidentSettings,
  now: number,
): Change | NotDone {
  switch (wish.what) {
    case 'updated': {
      const { status } = wish;
      return {
        own: { ...responded(incident, now), status, ...dueAfter(incident, settings, now) },
        entry: wish,
        without: ['updateBy'],
      };
    }
    case 'noted':
      return { own: {}, entry: wish };
    case 'mitigated':
      return mitigated(incident, wish, now);
    case 'resolved': {
      const { text, impact } = wish;
      const resolution = { text, ...(impact !== undefined && { impact }) };
      const mitigatedAt = incident.mitigatedAt ?? now;
      return {
        own: { ...responded(incident, now), mitigatedAt, resolvedAt: now, resolution },
        entry: wish,
        without: ['updateBy'],
      };
    }
    case 'reopened':
      return isRunning(incident)
        ? { why: `${incident.id} is open already.` }
        : {
            own: { status: 'investigating', ...dueAfter(incident, settings, now) },
            entry: wish,
            without: ['resolvedAt', 'resolution', 'mitigatedAt'],
          };
    case 'severity':
      return otherSeverity(incident, wish.to, settings);
    case 'assigned':
      return assigned(incident, wish, now);
    case 'attached':
      return incident.isDrill === true
        ? { why: `${incident.id} is a drill: no alert belongs to it, and nobody is told of one.` }
        : attached(incident, wish.group);
    case 'detached':
      return detached(incident, wish.group);
    case 'follow-up': {
      const number = followUpsOf(incident).length + 1;
      return { own: {}, entry: { ...wish, number } };
    }
    case 'followed-up':
      return followedUp(incident, wish.number);
  }
}

function mitigated(
  incident: Incident,
  wish: IncidentWish & { readonly what: 'mitigated' | 'reopened' },
  now: number,
): Change | NotDone {
  if (incident.mitigatedAt !== undefined) {
    const who = incident.entries.findLast(({ what }) => what === 'mitigated')?.by;
    return { why: `${who ?? 'Somebody'} has said so already: ${incident.id} is mitigated.` };
  }
  const own = { ...responded(incident, now), mitigatedAt: now, status: 'monitoring' } as const;
  return { own, entry: wish };
}

function otherSeverity(
  incident: Incident,
  to: Incident['severity'],
  settings: IncidentSettings,
): Change | NotDone {
  const { severity: from, id } = incident;
  if (from === to) return { why: `${id} is ${to} already.` };
  const due = dueAfter({ severity: to }, settings, lastWord(incident));
  const entry = { what: 'severity', from, to } as const;
  return { own: { severity: to, ...due }, entry, without: ['updateBy'] };
}

function assigned(
  incident: Incident,
  { role, to, ifFree }: IncidentWish & { readonly what: 'assigned' },
  now: number,
): Change | NotDone {
  const { roles, id } = incident;
  const before = roles[role];
  if (before?.actor === to?.actor) {
    const who = to === undefined ? 'Nobody' : to.name;
    return { why: `${who} is ${role} of ${id} already.` };
  }
  if (ifFree === true && before !== undefined) {
    return { why: `${before.name} was first, and is ${role} of ${id}.` };
  }
  const { [role]: _, ...others } = roles;
  if (to === undefined) return { own: { roles: others }, entry: { what: 'assigned', role } };
  return {
    own: { ...responded(incident, now), roles: { ...others, [role]: to } },
    entry: { what: 'assigned', role, to },
  };
}

/** Who does something about it has it on. */
function responded({ acknowledgedAt }: Incident, now: number): Pick<Incident, 'acknowledgedAt'> {
  return { acknowledgedAt: acknowledgedAt ?? now };
}

function dueAfter(
  { severity }: Pick<Incident, 'severity'>,
  { updateEvery }: IncidentSettings,
  at: number,
): Pick<Incident, 'updateBy'> {
  const every = updateEvery[severity];
  return every === undefined ? {} : { updateBy: at + every };
}

/** When it was last said how it stands. */
function lastWord({ entries, openedAt }: Incident): number {
  return entries.findLast(({ what }) => what === 'updated' || what === 'reopened')?.at ?? openedAt;
}

function overText({ id, entries }: Incident): string {
  const who = entries.findLast(({ what }) => what === 'resolved')?.by;
  return `${id} is over: ${who ?? 'somebody'} has resolved it. /incident reopen ${id} opens it again.`;
}
