import type { Incident, IncidentPerson } from '../../engine/ports/incidents.ts';
import type { Change, NotDone } from './wish.ts';

/** Something to be done after an incident, as it stands. */
export interface FollowUp {
  /** Counted from 1 within the incident. */
  readonly number: number;
  readonly text: string;
  readonly owner?: IncidentPerson;
  /** The day it is due: `2026-12-01`. */
  readonly due?: string;
  readonly done?: { readonly at: number; readonly by?: string };
}

/** What is to be done after an incident, in the order in which it was written down. */
export function followUpsOf({ entries }: Pick<Incident, 'entries'>): readonly FollowUp[] {
  const all = new Map<number, FollowUp>();
  for (const entry of entries) {
    if (entry.what === 'follow-up') {
      const { number, text, owner, due } = entry;
      const more = { ...(owner !== undefined && { owner }), ...(due !== undefined && { due }) };
      all.set(number, { number, text, ...more });
    } else if (entry.what === 'followed-up') {
      const { number, at, by } = entry;
      const known = all.get(number);
      if (known !== undefined) {
        all.set(number, { ...known, done: { at, ...(by !== undefined && { by }) } });
      }
    }
  }
  return [...all.values()];
}

/** What changes when one of them, by its number, is done. */
export function followedUp(incident: Incident, number: number): Change | NotDone {
  const all = followUpsOf(incident);
  const meant = all.find((one) => one.number === number);
  if (meant === undefined) {
    const numbers = all.map((one) => one.number).join(', ');
    const known = numbers === '' ? 'nothing is to be done' : `there are ${numbers}`;
    return { why: `${incident.id} has nothing to do with the number ${number}: ${known}.` };
  }
  if (meant.done !== undefined) {
    return { why: `${meant.done.by ?? 'Somebody'} has said so already: ${number} is done.` };
  }
  return { own: {}, entry: { what: 'followed-up', number } };
}
