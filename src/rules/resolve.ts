import { isResolved, type Alert, type Closure } from '../alert/alert.ts';
import type { Draft } from './draft.ts';
import type { ResolveEvent } from './event.ts';
import { groupDeed } from './group-deed.ts';
import { noted } from './lately.ts';
import { onlyHeard } from './heard.ts';
import type { Policy } from './policy.ts';
import { settle } from './settle.ts';
import { saidAt, withWord } from './word.ts';

/**
 * Somebody says that a group is over: what fires in it ends now, wherever else it is, and is told so at
 * once. That stands against the same word of its source again (`observe`); what that knows to have
 * changed since, or to have begun later, fires anew.
 */
export function resolve(draft: Draft, event: ResolveEvent, policy: Policy, now: number): void {
  if (onlyHeard(draft, event, 'resolved', policy, now)) return;
  const { by, actor, traceId, through } = event;
  const known = draft.group(event.group);
  const meant = saidAt(event, now);
  const all = [...draft.members(event.group)].filter(([, member]) => !isResolved(member, now));
  // What began since is none of what was closed elsewhere.
  const firing = all.filter(([, { startsAt }]) => through === undefined || startsAt <= meant);
  if (known === undefined || firing.length === 0) {
    draft.because({ decision: 'ignored', reason: 'nothing fires', group: event.group });
    return;
  }
  draft.putGroup(withWord(known, through, 'resolved'));
  const context = { origin: { traceId, receivedAt: now }, now, policy, at: now };
  for (const [fingerprint] of firing) {
    const alert = draft.alert(fingerprint);
    if (alert === undefined) continue;
    const { closed, before } = closedNow(alert, { by, at: now });
    settle(draft, closed, before, 'resolved', { ...context, reason: 'resolved by hand' });
  }
  const group = draft.group(event.group);
  // What nobody was told of yet has no end to tell.
  if (group?.anchor !== undefined) {
    const what = { what: 'resolved', by, at: now, revision: group.revision } as const;
    draft.putGroup({ ...noted(group, what), flushAt: now, prompt: true });
  }
  draft.remember({ what: 'resolved', group: event.group, by });
  draft.because({ decision: 'resolved', reason: `by ${by}`, group: event.group });
  draft.did(groupDeed(draft, known, { by, actor, action: 'resolved', traceId }));
}

/** An alert that is over as somebody says: neither does it flap, nor is its lack of data waited for. */
function closedNow(
  { flapping: _flapping, transitions: _transitions, ...known }: Alert,
  closed: Closure,
): { readonly closed: Alert; readonly before: Alert } {
  const { gap: _gap, endIsPresumed: _presumed, ...rest } = known;
  // One that flaps may have ended before, and was held.
  const endsAt = Math.min(known.endsAt ?? closed.at, closed.at);
  return { closed: { ...rest, endsAt, closed }, before: known };
}
