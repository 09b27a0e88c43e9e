import { isResolved } from '../alert/alert.ts';
import { classify } from '../rules/classify.ts';
import type { Event, SignalsEvent } from '../rules/event.ts';
import { inhibitionKeys } from '../rules/inhibit.ts';
import { reachOf, type Reach } from '../rules/placement.ts';
import type { Policy } from '../rules/policy.ts';
import type { Loaded, Touched } from './ports/event-store.ts';

/** What of a happening says what has to be read to decide it. */
type Happenings = readonly { readonly event: Event }[];

/** Everything that a batch reads: the alerts and groups of its signals, the members of its groups that flush. */
export function touchedBy(happenings: Happenings, policy: Policy): Touched {
  const touched = nothingTouched();
  for (const { event } of happenings) {
    if (event.type === 'signals') touchSignals(event, touched, policy);
    if (event.type === 'inhibitors-over') {
      for (const fingerprint of event.fingerprints) touched.alerts.add(fingerprint);
    }
    if (event.type === 'mute-ended') touched.waiting.add(event.mute);
    for (const fingerprint of alertsOf(event)) touched.alerts.add(fingerprint);
    if (!('group' in event)) continue;
    touched.groups.add(event.group);
    if (event.type !== 'wake') touched.members.add(event.group);
  }
  return touched;
}

/** What turns out to be touched when some is known, and is not read yet; undefined when there is no more. */
export function touchedBesides(
  loaded: Loaded,
  happenings: Happenings,
  policy: Policy,
): Touched | undefined {
  const shown = reachThatShows(loaded, happenings, policy);
  const alerts = alertsToResolve(loaded, happenings).filter((one) => !loaded.alerts.has(one));
  const groups = shown.groups.filter((key) => !loaded.groups.has(key));
  const routes = shown.routes.filter((id) => !loaded.openings.has(id));
  if (alerts.length + groups.length + routes.length === 0) return undefined;
  return {
    ...nothingTouched(),
    alerts: new Set(alerts),
    groups: new Set(groups),
    openings: new Set(routes),
  };
}

/** The alerts that fire in the groups that somebody resolves. */
function alertsToResolve({ members, now }: Loaded, happenings: Happenings): readonly string[] {
  return happenings.flatMap(({ event }) =>
    event.type === 'resolve'
      ? [...(members.get(event.group) ?? [])]
          .filter(([, member]) => !isResolved(member, now))
          .map(([fingerprint]) => fingerprint)
      : [],
  );
}

/** What is read where nothing is touched: to begin with. */
function nothingTouched() {
  return {
    alerts: new Set<string>(),
    groups: new Set<string>(),
    members: new Set<string>(),
    joining: new Map<string, Set<string>>(),
    waiting: new Set<string>(),
    openings: new Set<string>(),
  };
}

function touchSignals(
  { signals, topic }: SignalsEvent,
  { alerts, groups, joining, openings }: ReturnType<typeof nothingTouched>,
  policy: Policy,
): void {
  try {
    for (const signal of signals) {
      alerts.add(signal.fingerprint);
      const { labels } = classify(signal, topic, policy);
      const reach = reachOf(labels, policy);
      for (const key of reach.groups) groups.add(key);
      const isTarget = inhibitionKeys(labels, policy).length > 0;
      for (const key of isTarget ? reach.groups : []) {
        joining.set(key, (joining.get(key) ?? new Set()).add(signal.fingerprint));
      }
      for (const id of reach.routes) openings.add(id);
    }
  } catch {
    // What the rules can't read they can't decide either: they say why when it is this event's turn.
  }
}

const NOWHERE: Reach = { groups: [], routes: [] };

/** The groups that known alerts are in still, and where those may go that no signal is about. */
function reachThatShows({ alerts }: Loaded, happenings: Happenings, policy: Policy): Reach {
  if (alerts.size === 0) return NOWHERE;
  const former = [...alerts.values()].flatMap(({ value }) => value?.groups ?? []);
  const announced = happenings.flatMap(({ event }) => alertsOf(event));
  const next = announced.flatMap((fingerprint) => {
    const alert = alerts.get(fingerprint)?.value;
    return alert === undefined ? [] : [reachOf(alert.labels, policy)];
  });
  return {
    groups: [...former, ...next.flatMap(({ groups }) => groups)],
    routes: next.flatMap(({ routes }) => routes),
  };
}

/** The alerts that an event is about and brings no news of: they may go elsewhere. */
export function alertsOf(event: Event): readonly string[] {
  if (event.type === 'data-gap') return [event.fingerprint];
  return event.type === 'config-changed' ? event.fingerprints : [];
}
