import type { Signal } from '../alert/signal.ts';
import { classify } from './classify.ts';
import { observe } from './deduplicate.ts';
import type { Draft } from './draft.ts';
import type { SignalsEvent } from './event.ts';
import { groupKeyOf, join, leave } from './group.ts';
import type { Policy } from './policy.ts';
import { matchingRoutes } from './route.ts';

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
  const { resolveTimeout } = policy;
  const observation = observe(known, signal, classified, { now, resolveTimeout });
  if (!('alert' in observation)) {
    draft.because({ decision: 'ignored', reason: observation.change, fingerprint });
    return;
  }

  const { alert, change } = observation;
  const routes = matchingRoutes(policy.route, alert.labels);
  const keys = routes.map((route) => groupKeyOf(route, alert));
  const context = {
    origin: { traceId: event.traceId, receivedAt: event.receivedAt },
    now,
    policy,
  };
  for (const route of routes) {
    const isNew = known === undefined || !known.groups.includes(groupKeyOf(route, alert));
    join(draft, route, alert, { ...context, visible: change !== 'repeated' || isNew });
  }
  for (const key of known?.groups ?? []) {
    const movedTo = keys[0];
    if (movedTo === undefined || keys.includes(key)) continue;
    leave(draft, key, alert, { ...context, visible: true, movedTo });
  }
  draft.putAlert({ ...alert, groups: keys });
  draft.because({
    decision: change === 'repeated' ? 'counted' : 'joined',
    reason: change,
    fingerprint,
    ...(keys[0] !== undefined && { group: keys[0] }),
  });
}

/** The groups that a signal's alert goes to by today's policy: what has to be loaded to decide. */
export function groupsOf(
  signal: Signal,
  topic: string | undefined,
  policy: Policy,
): readonly string[] {
  const { labels } = classify(signal, topic, policy);
  const subject = { labels };
  return matchingRoutes(policy.route, labels).map((route) => groupKeyOf(route, subject));
}
