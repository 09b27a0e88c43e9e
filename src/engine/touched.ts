import type { Labels } from '../alert/labels.ts';
import { reachOfSignal } from '../rules/arrive.ts';
import { classify } from '../rules/classify.ts';
import type { Event, SignalsEvent } from '../rules/event.ts';
import { inhibitionKeys } from '../rules/inhibit.ts';
import { memberLabels } from '../rules/mutes.ts';
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
    // Of a silence the group is looked at in a step of its own.
    if (!('group' in event) || event.type === 'silence') continue;
    touched.groups.add(event.group);
    if (event.type !== 'wake') touched.members.add(event.group);
  }
  return touched;
}

/** What is read where nothing is touched: to begin with. */
export function nothingTouched() {
  return {
    alerts: new Set<string>(),
    groups: new Set<string>(),
    members: new Set<string>(),
    waiting: new Set<string>(),
    openings: new Set<string>(),
  };
}

function touchSignals(
  { signals, topic }: SignalsEvent,
  { alerts, groups, openings }: ReturnType<typeof nothingTouched>,
  policy: Policy,
): void {
  try {
    for (const signal of signals) {
      alerts.add(signal.fingerprint);
      const reach = reachOfSignal(signal, topic, policy);
      for (const key of reach.groups) groups.add(key);
      for (const id of reach.routes) openings.add(id);
    }
  } catch {
    // What the rules can't read they can't decide either: they say why when it is this event's turn.
  }
}

/** The groups that known alerts are in still, and where those may go that no signal is about. */
export function reachThatShows({ alerts }: Loaded, happenings: Happenings, policy: Policy): Reach {
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
function alertsOf(event: Event): readonly string[] {
  if (event.type === 'data-gap') return [event.fingerprint];
  return event.type === 'config-changed' ? event.fingerprints : [];
}

/** The keys under which the members of groups that flush could be inhibited, those included that join now. */
export function inhibitionsAt(
  { alerts, groups, members }: Loaded,
  happenings: Happenings,
  policy: Policy,
): ReadonlySet<string> {
  const keys = new Set<string>();
  const flushing = happenings.flatMap(({ event }) =>
    event.type === 'flush' ? (groups.get(event.group)?.value ?? []) : [],
  );
  for (const group of flushing) {
    for (const member of members.get(group.key)?.values() ?? []) {
      for (const key of inhibitionKeys(memberLabels(group, member), policy)) keys.add(key);
    }
  }
  for (const { event } of flushing.length > 0 ? happenings : []) {
    const known = alertsOf(event).flatMap((one) => {
      const labels = alerts.get(one)?.value?.labels;
      return labels === undefined ? [] : [labels];
    });
    for (const labels of event.type === 'signals' ? labelsIn(event, policy) : known) {
      for (const key of inhibitionKeys(labels, policy)) keys.add(key);
    }
  }
  return keys;
}

/** The labels that signals come to have; none of an event that the rules can't read. */
function labelsIn({ signals, topic }: SignalsEvent, policy: Policy): readonly Labels[] {
  try {
    return signals.map((signal) => classify(signal, topic, policy).labels);
  } catch {
    return [];
  }
}
