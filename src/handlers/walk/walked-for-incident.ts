import type { ChatPlace } from '../../engine/ports/subject.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Handling } from '../handling.ts';
import { factsOf, walkedHere, type WalkedFor } from './walked-for.ts';

/** An incident: a runbook is walked for it where its people talk, with what its first alert says. */
export async function walkedForIncident(
  incident: Incident,
  here: ChatPlace,
  handling: Pick<Handling, 'alerts' | 'bot'>,
): Promise<WalkedFor> {
  const place = incident.place ?? here;
  const whole = await firstGroup(incident, handling);
  const { facts } = walkedHere(place);
  return {
    subject: { incident: incident.id },
    ...(incident.isDrill && { isDrill: incident.isDrill }),
    place,
    facts: whole === undefined ? facts : await factsOf(whole, handling),
  };
}

/** The first of its groups that is not over, or else that is still known. */
async function firstGroup(
  { groups }: Incident,
  { bot }: Pick<Handling, 'bot'>,
): Promise<WholeGroup | undefined> {
  const running = groups.filter(({ state }) => state !== 'resolved');
  for (const { key } of [...running, ...groups]) {
    const whole = await bot.group(key);
    if (whole !== undefined) return whole;
  }
  return undefined;
}
