import { isResolved } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import { classify } from '../rules/classify.ts';
import type { Event, SignalsEvent } from '../rules/event.ts';
import { inhibitionKeys } from '../rules/inhibit.ts';
import { memberLabels } from '../rules/member-labels.ts';
import { reachOf } from '../rules/placement.ts';
import type { Policy } from '../rules/policy.ts';
import type { Loaded } from './ports/event-store.ts';
import { alertsOf } from './touched.ts';

type Happenings = readonly { readonly event: Event }[];

/**
 * The keys under which could be inhibited what a batch decides about: the members of groups that flush,
 * those included that join now; and alerts that begin to fire where a message shows them at once.
 */
export function inhibitionsAt(
  loaded: Loaded,
  happenings: Happenings,
  policy: Policy,
): ReadonlySet<string> {
  const flushing = happenings.flatMap(({ event }) =>
    event.type === 'flush' ? (loaded.groups.get(event.group)?.value ?? []) : [],
  );
  const keys = new Set<string>();
  const add = (labels: Labels) => {
    for (const key of inhibitionKeys(labels, policy)) keys.add(key);
  };
  for (const group of flushing) {
    for (const one of loaded.members.get(group.key)?.values() ?? []) add(memberLabels(group, one));
  }
  let looks: Looks | undefined;
  for (const { event } of happenings) {
    if (event.type === 'signals') {
      looks ??= { flushing: new Set(flushing.map(({ key }) => key)), shown: shownIn(loaded) };
      addSignals(event, add, looks, loaded, policy);
    } else if (flushing.length > 0) {
      for (const fingerprint of alertsOf(event)) {
        const alert = loaded.alerts.get(fingerprint)?.value;
        if (alert !== undefined) add(alert.labels);
      }
    }
  }
  return keys;
}

/** Groups that look at what inhibits, by key. */
interface Looks {
  /** All their members, as they flush. */
  readonly flushing: ReadonlySet<string>;
  /** Those that begin to fire, for there is a message to be edited. */
  readonly shown: ReadonlySet<string>;
}

function shownIn({ groups }: Loaded): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const [key, { value }] of groups) {
    const all = Object.values(value?.deliveries ?? {});
    if (all.some(({ handle }) => handle !== undefined)) shown.add(key);
  }
  return shown;
}

/** Adds the labels that signals come to have where a group looks at them; none that the rules can't read. */
function addSignals(
  { signals, topic }: SignalsEvent,
  add: (labels: Labels) => void,
  { flushing, shown }: Looks,
  { alerts, now }: Loaded,
  policy: Policy,
): void {
  if (flushing.size + shown.size === 0) return;
  try {
    for (const signal of signals) {
      const { fingerprint, status } = signal;
      const known = alerts.get(fingerprint)?.value;
      const begins = status === 'firing' && (known === undefined || isResolved(known, now));
      if (flushing.size === 0 && !begins) continue;
      const { labels } = classify(signal, topic, policy);
      const reached = [...reachOf(labels, policy).groups, ...(known?.groups ?? [])];
      const isSeen = (key: string) => flushing.has(key) || (begins && shown.has(key));
      if (reached.some(isSeen)) add(labels);
    }
  } catch {
    // It is said why when it is this event's turn.
  }
}
