import {
  incidentFor,
  isForIncident,
  type Delivery,
  type Group,
  type IncidentState,
} from '../alert/group.ts';
import type { AskedOfGroup, OutcomeEvent, Through } from './event.ts';
import type { Policy } from './policy.ts';

/**
 * Why what was said in a service counts no more: it is of an incident that is over for us, or something
 * newer is known from there. Undefined when it counts.
 */
export function whyStale({ deliveries }: Group, through: Through): string | undefined {
  const delivery = deliveries[through.integration];
  if (delivery?.episode !== through.episode) return 'of another incident';
  const { heardAt = Number.NEGATIVE_INFINITY } = delivery.word ?? {};
  return through.at < heardAt ? 'late' : undefined;
}

/** When something was said, by the clock of where it was. */
export function saidAt({ through }: AskedOfGroup, now: number): number {
  return through?.at ?? now;
}

/**
 * A group as it is when its next revision has what was said in a service: there it is known. What was closed
 * before a page came there is not what the page is of: that may have opened an incident of its own, which is
 * to be closed, too.
 */
export function withWord(
  group: Group,
  through: Through | undefined,
  incident: IncidentState,
): Group {
  const delivery = through && group.deliveries[through.integration];
  if (through === undefined || delivery === undefined) return group;
  const isOld = incident === 'resolved' && through.at < (delivery.pagedAt ?? 0);
  const word = {
    incident: isOld ? ('open' as const) : incident,
    ...(isOld && { mayBeClosed: true as const }),
    revision: group.revision + 1,
    heardAt: through.at,
  };
  return {
    ...group,
    deliveries: { ...group.deliveries, [through.integration]: { ...delivery, word } },
  };
}

/**
 * The last word with a service once it was told something: what people said there meanwhile is later. Only
 * that they closed it may be earlier than a page, or not: then the next page settles it, and the service is
 * told again who has the group on, or that nobody has.
 */
export function wordAfter(
  { word }: Delivery,
  { incident, revision, paged }: OutcomeEvent,
  { acknowledged }: Group,
): Pick<Delivery, 'word'> {
  if (paged && word?.incident === 'resolved') {
    return { word: { ...word, incident: 'open', mayBeClosed: true } };
  }
  if (paged && word?.mayBeClosed) {
    const { mayBeClosed: _settled, ...known } = word;
    return { word: acknowledged === undefined ? known : { ...known, incident: 'open' } };
  }
  if (incident !== undefined && revision >= (word?.revision ?? 0)) {
    return { word: { ...word, incident, revision } };
  }
  return word === undefined ? {} : { word };
}

/**
 * Whether something was done about a group of which its incident in a service is to have a note, and has
 * none yet.
 */
export function isToBeNoted(
  delivery: Delivery,
  { lately = [] }: Group,
  integration: string,
  policy: Policy,
): boolean {
  const { toldAt, episode = 0, shown, word } = delivery;
  if (policy.integrationsById.get(integration)?.kind !== 'pagerduty') return false;
  if (toldAt === undefined || word?.incident === 'resolved') return false;
  return lately.some((one) => isForIncident(one) && one.revision > shown && one.at >= episode);
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
  const { toldAt, due, word } = delivery;
  if (policy.integrationsById.get(integration)?.kind !== 'pagerduty') return false;
  if (toldAt === undefined && due === undefined) return false;
  const incident = word?.incident ?? 'open';
  return incident !== 'resolved' && incident !== incidentFor(acknowledged, delivery, incident);
}
