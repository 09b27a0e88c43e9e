import type { Delivery, Group, Happening, Member } from '../alert/group.ts';
import { deliveryAfter, withoutIdleEpisode } from './delivery-after.ts';
import type { Draft } from './draft.ts';
import type { OutcomeEvent } from './event.ts';
import { shownToFormer } from './former.ts';
import { showsAtOnce, worstOf } from './group.ts';
import { happened } from './happened.ts';
import { listenerOf } from './integrations.ts';
import { stopWaiting } from './mutes.ts';
import type { Policy } from './policy.ts';
import { rememberTold } from './remember.ts';
import { judge, rescheduled, standingOf } from './schedule.ts';
import { withStandInFor } from './stand-in.ts';
import { tidy } from './tidy.ts';
import { isOutOfStep } from './word.ts';

/**
 * Writes a delivery's outcome into the notification log: only what a service accepted was told.
 * If people still see an older picture, the delivery is asked for again; if the log and the group
 * differ (a refusal, or news that came meanwhile), the next flush looks at it.
 */
export function record(draft: Draft, event: OutcomeEvent, policy: Policy, now: number): void {
  draft.settle(event.group, event.integration);
  const group = draft.group(event.group);
  const before = group?.deliveries[event.integration];
  if (group === undefined || before === undefined) return;

  const members = draft.members(group.key);
  const held = heldBack(draft, event);
  const isEnd = event.dueAt !== undefined && event.firing.length + held.length === 0;
  const endedFor = isEnd ? now - endOf(members) : undefined;
  const accepted = deliveryAfter(before, event, group, endedFor, now);
  rememberTold(draft, group, before, event, { isEnd, now });
  writeLog(draft, event, accepted, held);
  const context = { event, draft, policy, now };
  const { traceId } = event;
  const delivery = upToDate(
    withoutIdleEpisode(withoutStaleDue(accepted, group, context)),
    group,
    context,
  );
  const deliveries = { ...group.deliveries, [event.integration]: delivery };
  const page = pageOf(group, before, context);
  const settled = { ...group, deliveries };
  const told = [page, callOf(event)].filter((one) => one !== undefined);
  const seen = told.reduce(
    (known, what) => happened(known, what, draft, policy, { traceId, now }),
    settled,
  );
  const isRefused = event.result === 'rejected' && event.dueAt !== undefined && !isEnd;
  const standing = isRefused ? withStandInFor(draft, seen, event.integration, policy) : seen;
  const isRelieved = before.failing?.replaced === true && delivery.failing === undefined;
  const recorded = isRelieved ? shownToFormer(standing, draft, policy, { traceId, now }) : standing;
  draft.putGroup(rescheduled(recorded, draft, policy, now));
  draft.addEffect({
    kind: 'deliver',
    group: group.key,
    integration: event.integration,
    severity: worstOf(members, now),
    traceId: delivery.due?.traceId ?? event.traceId,
  });
  draft.because({
    decision: 'recorded',
    reason: event.result,
    group: group.key,
    integration: event.integration,
  });
  tidy(draft, group.key, policy, now);
  stopWaiting(draft, group.key, members);
}

/**
 * A flush that came while this delivery was under way may have asked for what it has told just now:
 * then there is nothing left to notify.
 */
function withoutStaleDue(delivery: Delivery, group: Group, context: RecordContext): Delivery {
  const { event, draft, policy, now } = context;
  const { due, ...rest } = delivery;
  // A call for help is not news, and has to be heard all the same.
  if (due === undefined || due.reason === 'escalated') return delivery;
  const recorded = { ...group, deliveries: { [event.integration]: delivery } };
  const listener = listenerOf(group, event.integration, policy);
  if (listener === undefined) return rest;
  const standing = standingOf(draft.members(group.key), now);
  const log = { standing, told: draft.told(group.key) };
  return judge(recorded, listener, log, { policy, at: due.at }).notify ? delivery : rest;
}

/**
 * What changed while a message was being written is shown in it at once; and a service in which people act
 * is told one thing after the other, until it takes the group as we do.
 */
function upToDate(delivery: Delivery, group: Group, { event, policy }: RecordContext): Delivery {
  const { integration, incident } = event;
  if (isOutOfStep(delivery, group, integration, policy)) {
    if (incident === undefined) return delivery;
    const shown = Math.min(delivery.shown, group.revision - 1);
    return { ...delivery, wanted: group.revision, shown };
  }
  return showsAtOnce(delivery, group, integration, policy)
    ? { ...delivery, wanted: Math.max(delivery.wanted, group.revision) }
    : delivery;
}

interface RecordContext {
  readonly event: OutcomeEvent;
  readonly draft: Draft;
  readonly policy: Policy;
  readonly now: number;
}

/** Whom a service called that was to call the next, or why it did not. */
function callOf({ called }: OutcomeEvent): Omit<Happening, 'at' | 'revision'> | undefined {
  if (called === undefined) return undefined;
  const place = 'PagerDuty';
  return 'to' in called
    ? { what: 'escalated', to: called.to, place }
    : { what: 'not escalated', why: called.why, place };
}

/** That somebody was paged is worth a word to those who look at the group elsewhere; once an episode. */
function pageOf(
  group: Group,
  { toldAt }: Delivery,
  { event, policy }: RecordContext,
): Pick<Happening, 'what' | 'to'> | undefined {
  const { dueAt, result, firing, integration: id } = event;
  if (result !== 'delivered' || dueAt === undefined || toldAt !== undefined) return undefined;
  const { integration } = listenerOf(group, id, policy) ?? {};
  if (integration?.kind !== 'pagerduty' || firing.length === 0) return undefined;
  return { what: 'paged', to: [integration.receiver] };
}

/**
 * What was told as firing, and of which this said nothing: it was muted then, and stays told. Whether it
 * is so by now, or ended meanwhile, is for the next flush.
 */
function heldBack(draft: Draft, event: OutcomeEvent): readonly string[] {
  const members = draft.members(event.group);
  const told = draft.told(event.group).get(event.integration)?.firing ?? [];
  const said = new Set([...event.firing, ...event.resolved]);
  return told.filter((fingerprint) => !said.has(fingerprint) && members.has(fingerprint));
}

/** Writes down what a notification said; with an end the entry is closed. A mere edit tells nothing new. */
function writeLog(
  draft: Draft,
  event: OutcomeEvent,
  { toldAt }: Delivery,
  held: readonly string[],
): void {
  const { group, integration, result, dueAt, firing, resolved, flapping } = event;
  if (toldAt === undefined) draft.putTold(group, integration, undefined);
  else if (result === 'delivered' && dueAt !== undefined) {
    const unsaid = [...new Set(held).difference(new Set(firing))];
    draft.putTold(group, integration, {
      firing: [...firing, ...unsaid],
      resolved,
      ...(flapping !== undefined && { flapping }),
      ...(unsaid.length > 0 && { held: unsaid }),
    });
  }
}

/** When the last of a group's alerts that are over ended. */
function endOf(members: ReadonlyMap<string, Member>): number {
  let end = 0;
  for (const { endsAt = 0 } of members.values()) end = Math.max(end, endsAt);
  return end;
}
