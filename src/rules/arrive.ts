import { isResolved, type Alert } from '../alert/alert.ts';
import type { Signal } from '../alert/signal.ts';
import { classify } from './classify.ts';
import { observe } from './deduplicate.ts';
import type { Draft } from './draft.ts';
import type { SignalsEvent } from './event.ts';
import { end, groupKeyOf, join, type Origin } from './group.ts';
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
  const { receivedAt } = event;
  const resolveTimeout = policy.resolveTimeoutBySource.get(signal.source) ?? policy.resolveTimeout;
  const observation = observe(known, signal, classified, { receivedAt, now, resolveTimeout });
  if (!('alert' in observation)) {
    draft.because({ decision: 'ignored', reason: observation.change, fingerprint });
    return;
  }

  const { alert, change } = observation;
  const context = {
    origin: { traceId: event.traceId, receivedAt },
    now,
    policy,
  };
  const groups =
    change === 'resolved'
      ? endEverywhere(draft, alert, context)
      : placeAnew(draft, alert, known, { ...context, isNews: change !== 'repeated' });
  draft.putAlert({ ...alert, groups });
  draft.because({
    decision: change === 'repeated' ? 'counted' : 'joined',
    reason: change,
    fingerprint,
    ...(groups[0] !== undefined && { group: groups[0] }),
  });
}

interface Context {
  readonly origin: Origin;
  readonly now: number;
  readonly policy: Policy;
}

/** An end is told where the alert fired, whatever the routes say by now. */
function endEverywhere(draft: Draft, alert: Alert, context: Context): readonly string[] {
  for (const key of alert.groups) end(draft, key, alert, context);
  return alert.groups;
}

/** Puts an alert where today's routes want it; groups in which it was firing and that they don't name are left. */
function placeAnew(
  draft: Draft,
  alert: Alert,
  known: Alert | undefined,
  { isNews, ...context }: Context & { readonly isNews: boolean },
): readonly string[] {
  const before = known?.groups ?? [];
  const routes = matchingRoutes(context.policy.route, alert.labels);
  const keys = routes.map((route) => groupKeyOf(route, alert));
  for (const [index, route] of routes.entries()) {
    const visible = isNews || !before.includes(keys[index] ?? '');
    join(draft, route, alert, { ...context, visible });
  }
  // One that was over already is, or was, told so where it is.
  const fired = known !== undefined && !isResolved(known, context.now);
  for (const key of fired ? before : []) {
    const movedTo = keys[0];
    if (movedTo === undefined || keys.includes(key)) continue;
    end(draft, key, { ...alert, endsAt: context.now }, { ...context, movedTo });
  }
  return keys;
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
