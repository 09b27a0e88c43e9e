import { incidentFor, type Delivery, type Group, type IncidentState } from '../alert/group.ts';
import type { AskedOfGroup, OutcomeEvent, Through } from './event.ts';
import type { Policy } from './policy.ts';

/**
 * Why what was said in a service counts no more: it is of an incident that is over for us, or somebody
 * has said otherwise since, here or there. Undefined when it counts.
 */
export function whyLate(
  { deliveries, handed }: Group,
  { through }: AskedOfGroup,
): string | undefined {
  if (through === undefined) return undefined;
  if (deliveries[through.integration]?.episode !== through.episode) return 'of another incident';
  return handed !== undefined && through.at <= handed.at ? 'late' : undefined;
}

/** When something was said, by the clock of where it was. */
export function saidAt({ through }: AskedOfGroup, now: number): number {
  return through?.at ?? now;
}

/** A group as it is when its next revision has what was said in a service: there it is known. */
export function withWord(
  group: Group,
  through: Through | undefined,
  incident: IncidentState,
): Group {
  const delivery = through && group.deliveries[through.integration];
  if (through === undefined || delivery === undefined) return group;
  const word = { incident, revision: group.revision + 1 };
  return {
    ...group,
    deliveries: { ...group.deliveries, [through.integration]: { ...delivery, word } },
  };
}

/** The last word with a service once it was told something: what people said there meanwhile is later. */
export function wordAfter(
  { word }: Delivery,
  { incident, revision }: OutcomeEvent,
): Pick<Delivery, 'word'> {
  if (incident !== undefined && revision >= (word?.revision ?? 0)) {
    return { word: { incident, revision } };
  }
  return word === undefined ? {} : { word };
}

/**
 * Whether the service of one of a group's deliveries takes it for acknowledged and it is not, or the other
 * way round.
 */
export function isOutOfStep(
  delivery: Delivery,
  { acknowledged }: Group,
  integration: string,
  policy: Policy,
): boolean {
  const { toldAt, due, episode, word } = delivery;
  if (policy.integrationsById.get(integration)?.kind !== 'pagerduty') return false;
  if (toldAt === undefined && due === undefined) return false;
  const incident = word?.incident ?? 'open';
  return incident !== 'resolved' && incident !== incidentFor(acknowledged, episode);
}
