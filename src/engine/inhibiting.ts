import { isResolved } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import type { Signal } from '../alert/signal.ts';
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
  const members = flushing.flatMap((group) =>
    [...(loaded.members.get(group.key)?.values() ?? [])].map((one) => memberLabels(group, one)),
  );
  const others = happenings.flatMap(({ event }) => {
    if (event.type === 'signals') {
      const joins = flushing.length > 0 ? () => true : isShownAnew(loaded, policy);
      return labelsIn(event, policy, joins);
    }
    return flushing.length === 0 ? [] : alertsOf(event).flatMap((one) => labelsOf(one, loaded));
  });
  return new Set([...members, ...others].flatMap((labels) => inhibitionKeys(labels, policy)));
}

function labelsOf(fingerprint: string, { alerts }: Loaded): readonly Labels[] {
  const alert = alerts.get(fingerprint)?.value;
  return alert === undefined ? [] : [alert.labels];
}

type Joins = (signal: Signal, labels: () => Labels) => boolean;

/** Tells the signals of alerts that begin to fire in a group of which there is a message to be edited. */
function isShownAnew({ groups, alerts, now }: Loaded, policy: Policy): Joins {
  const shown = new Set(
    [...groups].flatMap(([key, { value }]) =>
      Object.values(value?.deliveries ?? {}).some(({ handle }) => handle !== undefined) ? key : [],
    ),
  );
  return ({ fingerprint, status }, labels) => {
    const known = alerts.get(fingerprint)?.value;
    const begins = status === 'firing' && (known === undefined || isResolved(known, now));
    return (
      begins && shown.size > 0 && reachOf(labels(), policy).groups.some((key) => shown.has(key))
    );
  };
}

/** The labels that some signals come to have; none of an event that the rules can't read. */
function labelsIn(
  { signals, topic }: SignalsEvent,
  policy: Policy,
  wanted: Joins,
): readonly Labels[] {
  try {
    return signals.flatMap((signal) => {
      const labels = () => classify(signal, topic, policy).labels;
      return wanted(signal, labels) ? [labels()] : [];
    });
  } catch {
    return [];
  }
}
