import type { Alert } from '../alert/alert.ts';
import type { Signal } from '../alert/signal.ts';
import { classify } from './classify.ts';
import { observe } from './deduplicate.ts';
import type { Draft } from './draft.ts';
import type { SignalsEvent } from './event.ts';
import { end } from './group.ts';
import { markInhibitor } from './inhibit.ts';
import type { Context } from './context.ts';
import { place, placesOf } from './placement.ts';
import type { Policy } from './policy.ts';

/** A signal on arrival: classify → deduplicate → route → group. */
export function arrive(
  draft: Draft,
  signal: Signal,
  event: SignalsEvent,
  policy: Policy,
  now: number,
): void {
  const { fingerprint } = signal;
  const known = draft.alert(fingerprint);
  const classified = classify(signal, event.topic, policy);
  const { receivedAt } = event;
  const resolveTimeout = policy.resolveTimeoutBySource.get(signal.source) ?? policy.resolveTimeout;
  const observation = observe(known, signal, classified, { receivedAt, now, resolveTimeout });
  if (!('alert' in observation)) {
    draft.because({ decision: 'ignored', reason: observation.change, fingerprint });
    return;
  }

  const { change } = observation;
  const context = {
    origin: { traceId: event.traceId, receivedAt },
    now,
    policy,
  };
  const alert = markInhibitor(draft, observation.alert, known, context);
  const groups =
    change === 'resolved'
      ? endEverywhere(draft, alert, context)
      : place(draft, alert, known, { ...context, isNews: change !== 'repeated' });
  draft.putAlert({ ...alert, groups });
  draft.because({
    decision: change === 'repeated' ? 'counted' : 'joined',
    reason: change,
    fingerprint,
    ...(groups[0] !== undefined && { group: groups[0] }),
    ...(classified.note !== undefined && { note: classified.note }),
  });
}

/** An end is told where the alert fired, whatever the routes say by now. */
function endEverywhere(draft: Draft, alert: Alert, context: Context): readonly string[] {
  for (const key of alert.groups) end(draft, key, alert, context);
  return alert.groups;
}

/** The groups that a signal's alert goes to by today's policy: what has to be loaded to decide. */
export function groupsOf(
  signal: Signal,
  topic: string | undefined,
  policy: Policy,
): readonly string[] {
  return placesOf(classify(signal, topic, policy).labels, policy).map(({ key }) => key);
}
