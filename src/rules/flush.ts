import { isFlapping, isResolved } from '../alert/alert.ts';
import { isOutstanding, type Delivery, type Group, type Member } from '../alert/group.ts';
import { callOf, stepTo, takeTurns } from './between-ticks.ts';
import type { Draft } from './draft.ts';
import { withDue } from './due.ts';
import { earliest } from './earliest.ts';
import { escalates, type TakenStep } from './escalate.ts';
import type { FlushEvent } from './event.ts';
import { happened } from './happened.ts';
import { callThrough } from './pagers.ts';
import { paceOf, shownAnew, worstOf } from './group.ts';
import { listenersOf } from './integrations.ts';
import { isNewWait, refreshMutes, stopWaiting, waitForMutes } from './mutes.ts';
import type { Notification } from './notify.ts';
import type { Policy } from './policy.ts';
import { tickAfter, tickOf } from './rhythm.ts';
import { rememberOver } from './remember.ts';
import { isCalledIn, judge, nextFlush, standingOf, UNTOLD } from './schedule.ts';
import { mutesText } from './mute-text.ts';
import { insteadOf, withStandIns } from './stand-in.ts';
import { tidy } from './tidy.ts';

/**
 * A group's flush: for each integration, decides whether it has something to be told. At a tick of the
 * group's rhythm, or where it is to be told at once, that is everything; between two ticks only who is
 * told next because nobody has acknowledged, and who is reminded.
 */
export function flush(draft: Draft, event: FlushEvent, policy: Policy, now: number): void {
  const known = draft.group(event.group);
  if (known === undefined || known.flushAt !== event.due) return;
  const before = draft.members(known.key);
  const ended = withTimeShown(draft, known, policy, now);
  forgetCalm(draft, known.key, now);
  refreshMutes(draft, ended, policy, now);
  const seen = withMutesShown(draft, ended, before, policy, now);
  const members = draft.members(known.key);
  const standing = standingOf(members, now);
  const { group: turned, taken, isReminder } = takeTurns(draft, seen, standing, policy, now);
  const severity = worstOf(members, now);
  const group =
    standing.firing.size > 0 ? withStandIns(draft, turned, severity, policy, now) : turned;
  const anchor = group.anchor ?? event.due;
  const rhythm = { anchor, interval: paceOf(group, policy).groupInterval };
  const tick = tickOf(rhythm, event.due, now);
  const at = tick ?? event.due;
  const isFull = tick !== undefined || group.prompt === true;
  const log = { standing, told: draft.told(group.key) };

  const deliveries: Record<string, Delivery> = { ...group.deliveries };
  let isAlerted = false;
  for (const listener of listenersOf(group, policy)) {
    const { integration } = listener;
    const delivery = deliveries[integration.id] ?? UNTOLD;
    const step = stepTo(listener, taken, policy) ?? callThrough(listener, group);
    const isDue = isFull || isCalledIn(group, listener, log, { policy, at });
    const decision =
      callOf(listener, { step, isReminder, fires: standing.firing.size > 0 }) ??
      (isDue ? judge(group, listener, log, { policy, at }) : undefined);
    if (decision === undefined) continue;
    deliveries[integration.id] = {
      ...applied(decision, delivery, group, { at, due: event.due, step }),
      ...(decision.notify && insteadOf(listener, group)),
    };
    if (isClosed(decision, delivery)) {
      draft.putTold(group.key, integration.id, undefined);
      rememberOver(draft, group.key, members);
    }
    isAlerted ||= decision.notify && standing.firing.size > 0;
    const note = decision.reason === 'muted' ? mutesText(members.values(), policy) : undefined;
    draft.because({
      decision: decision.notify ? 'notify' : 'quiet',
      reason: decision.reason,
      group: group.key,
      integration: integration.id,
      ...(note !== undefined && { note }),
      ...(group.unflushed !== undefined && { traceId: group.unflushed.traceId }),
    });
    if (decision.notify) {
      draft.addEffect({
        kind: 'deliver',
        group: group.key,
        integration: integration.id,
        severity,
        traceId: group.unflushed?.traceId ?? '',
      });
    }
  }

  const {
    flushAt: _done,
    unflushed: _seen,
    woken: _woken,
    prompt: _told,
    called: _heard,
    ...rest
  } = group;
  const flushed = {
    ...rest,
    ...(!isFull && group.unflushed !== undefined && { unflushed: group.unflushed }),
    ...(isAlerted &&
      escalates(group, policy) && { escalation: group.escalation ?? { since: at, step: 0 } }),
    anchor,
    deliveries,
  };
  const contents = { members, told: draft.told(group.key) };
  const seenAt = Math.max(at, now);
  const next = earliest(
    nextFlush(flushed, contents, policy, seenAt),
    isNewWait(known, before, members) ? tickAfter(rhythm, seenAt) : undefined,
  );
  draft.putGroup({ ...flushed, ...(next !== undefined && { flushAt: next }) });
  waitForMutes(draft, group.key);
  tidy(draft, group.key, policy, now);
  stopWaiting(draft, group.key, before);
}

const END = { ended: true } as const;

/** That alerts ended by themselves, or have been calm, is news for a message that shows every change. */
function withTimeShown(draft: Draft, group: Group, policy: Policy, now: number): Group {
  const members = draft.members(group.key);
  const revision = group.revision + 1;
  const changes = [...members].flatMap(([fingerprint, member]) => {
    const ends = isResolved(member, now) && !member.ended && !member.silent;
    const isCalm = member.flapping !== undefined && !isFlapping(member, now);
    if (!ends && !isCalm) return [];
    const { flapping, ...rest } = member;
    const mark = isCalm || flapping === undefined ? {} : { flapping };
    return [[fingerprint, { ...rest, ...mark, ...(ends && END), revision }] as const];
  });
  if (changes.length === 0) return group;
  for (const [fingerprint, member] of changes) draft.putMember(group.key, fingerprint, member);
  return shownAnew(group, draft, policy, { traceId: group.unflushed?.traceId ?? '', now });
}

/** So is what mutes alerts now, or does no more. */
function withMutesShown(
  draft: Draft,
  group: Group,
  before: ReadonlyMap<string, Member>,
  policy: Policy,
  now: number,
): Group {
  const isSame = [...draft.members(group.key)].every(
    ([fingerprint, { muted }]) => muted?.id === before.get(fingerprint)?.muted?.id,
  );
  if (isSame || group.anchor === undefined) return group;
  const context = { traceId: group.unflushed?.traceId ?? '', now };
  return isSilenceOver(draft, group, now)
    ? happened(group, { what: 'unsilenced' }, draft, policy, context)
    : shownAnew(group, draft, policy, context);
}

/** Whether people were told that it was silenced, and by now it is not any more, though it fires. */
function isSilenceOver(draft: Draft, { key, lately = [] }: Group, now: number): boolean {
  const last = lately.findLast(({ what }) => what === 'silenced' || what === 'unsilenced');
  const firing = [...draft.members(key).values()].filter((member) => !isResolved(member, now));
  return (
    last?.what === 'silenced' &&
    firing.length > 0 &&
    firing.every(({ muted }) => muted?.by !== 'silence')
  );
}

/** Of one that has been calm it was not said that it flaps, should it begin again. */
function forgetCalm(draft: Draft, key: string, now: number): void {
  const members = draft.members(key);
  for (const [integration, { flapping: said = [], ...rest }] of draft.told(key)) {
    const flapping = said.filter((fingerprint) => isFlapping(members.get(fingerprint) ?? {}, now));
    if (flapping.length === said.length) continue;
    draft.putTold(key, integration, { ...rest, ...(flapping.length > 0 && { flapping }) });
  }
}

function applied(
  decision: Notification,
  delivery: Delivery,
  group: Group,
  {
    at,
    due,
    step,
  }: {
    readonly at: number;
    readonly due: number;
    readonly step: TakenStep | undefined;
  },
): Delivery {
  if (decision.notify) {
    const { reason } = decision;
    return withDue(delivery, group, { at, cameUpAt: due, reason, step });
  }
  return isClosed(decision, delivery)
    ? { wanted: delivery.wanted, shown: delivery.shown }
    : delivery;
}

/** All is over and that is not said. What is still on its way is let arrive; then a later flush closes it. */
function isClosed({ reason }: Notification, delivery: Delivery): boolean {
  return reason === 'resolved quietly' && !isOutstanding(delivery);
}
