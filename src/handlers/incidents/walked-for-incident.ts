import { worst } from '../../alert/severity.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { ChatPlace } from '../../engine/ports/subject.ts';
import type { Handling } from '../handling.ts';
import { factsOf, walkedHere, type WalkedFor } from '../walk/walked-for.ts';

/** An incident: a runbook is walked in its room, with what is known of its worst alert. */
export async function walkedForIncident(
  incident: Incident,
  here: ChatPlace,
  handling: Pick<Handling, 'alerts' | 'bot'>,
): Promise<WalkedFor> {
  const [whole] = await groupsOf(incident, handling);
  const { id, place = here } = incident;
  const known = walkedHere(place);
  const facts = whole === undefined ? known.facts : await factsOf(whole, handling);
  return { ...known, facts, subject: { incident: id } };
}

/** The groups of an incident that are still there, those that fire worst first. */
export async function groupsOf(
  { groups }: Incident,
  { bot }: Pick<Handling, 'bot'>,
): Promise<readonly WholeGroup[]> {
  const found = await Promise.all(groups.map(({ key }) => bot.group(key)));
  const now = bot.now();
  const rank = (whole: WholeGroup): number =>
    ORDER.indexOf(worst(firingMembers(whole, now).map(({ severity }) => severity)));
  return found.flatMap((whole) => whole ?? []).toSorted((one, two) => rank(one) - rank(two));
}

/** Those in which nothing fires come last. */
const ORDER = ['critical', 'error', 'warning', 'info', undefined] as const;
