import type { Alert } from '../../alert/alert.ts';
import type { Group } from '../../alert/group.ts';
import { compareSeverity } from '../../alert/severity.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import type { ChatPlace, Subject } from '../../engine/ports/subject.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { WalkFacts } from '../../engine/ports/walks.ts';
import type { Handling } from '../handling.ts';

/** What a runbook is walked for: what is known of it, and where people talk of it. */
export interface WalkedFor {
  readonly subject: Subject;
  readonly isDrill?: true;
  readonly facts: WalkFacts;
  readonly place: ChatPlace;
}

const NO_FACTS: WalkFacts = { labels: {}, annotations: {} };

/** Nothing in particular: it is walked where it was asked for. */
export function walkedHere(place: ChatPlace): WalkedFor {
  return { subject: {}, facts: NO_FACTS, place };
}

/** A group of alerts: it is walked in the thread of its message, or here where it has none. */
export async function walkedForGroup(
  whole: WholeGroup,
  here: ChatPlace,
  { alerts, bot }: Pick<Handling, 'alerts' | 'bot'>,
): Promise<WalkedFor> {
  const { group } = whole;
  return {
    subject: { group: group.key },
    facts: await factsOf(whole, { alerts, bot }),
    place: placeOf(group, here.channel) ?? here,
  };
}

/** What is known of the worst alert that fires in a group; of one that is over what it is grouped by. */
export async function factsOf(
  whole: WholeGroup,
  tools: Pick<Handling, 'alerts' | 'bot'>,
): Promise<WalkFacts> {
  return factsIn(await worstAlert(whole, tools), whole.group);
}

/** Undefined where nothing is known of it any more. */
export async function worstAlert(
  whole: WholeGroup,
  { alerts, bot }: Pick<Handling, 'alerts' | 'bot'>,
): Promise<Alert | undefined> {
  const firing = firingMembers(whole, bot.now()).toSorted(
    (a, b) => compareSeverity(a.severity, b.severity) || a.startsAt - b.startsAt,
  );
  const fingerprint = firing[0]?.fingerprint ?? [...whole.members.keys()][0];
  return fingerprint === undefined ? undefined : (await alerts([fingerprint]))[0];
}

export function factsIn(alert: Alert | undefined, group: Group): WalkFacts {
  if (alert === undefined) return { ...NO_FACTS, labels: group.labels };
  const { labels, value, threshold } = alert;
  const said = Object.entries(alert.annotations).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as const],
  );
  return {
    labels,
    annotations: Object.fromEntries(said),
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
  };
}

/** Where a group's message is: here, else where others can see it too. */
export function placeOf({ deliveries }: Group, here: string): ChatPlace | undefined {
  const places = Object.values(deliveries).flatMap(({ handle: { channel, ts } = {} }) =>
    channel === undefined || ts === undefined ? [] : [{ channel, threadTs: ts }],
  );
  return (
    places.find(({ channel }) => channel === here) ??
    places.find(({ channel }) => !channel.startsWith('D')) ??
    places[0]
  );
}
