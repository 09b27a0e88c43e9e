import type { Delivery, NotifyReason, Told } from '../alert/group.ts';

/** A group as one integration has to judge it at a flush: fingerprints. */
export interface Standing {
  readonly firing: ReadonlySet<string>;
  /** Over, and worth a word: occurrences end silently and are not among them. */
  readonly resolved: ReadonlySet<string>;
  /** Fire and are muted: not told, and what was told of them stays so. */
  readonly mutedFiring: ReadonlySet<string>;
  /** Are over and muted: told to those who were told that they fire, and to nobody else. */
  readonly mutedResolved: ReadonlySet<string>;
  /** Those among the firing that flap. */
  readonly flapping: ReadonlySet<string>;
}

export type Notification =
  | { readonly notify: true; readonly reason: NotifyReason }
  | {
      readonly notify: false;
      readonly reason: 'nothing fires' | 'told already' | 'resolved quietly' | 'muted';
    };

/** What an integration last accepted, and when that was decided. */
export interface LogEntry extends Told {
  readonly at: number;
}

/** An integration's entry in the notification log; undefined when it was told nothing, or all is closed. */
export function entryOf(
  delivery: Delivery | undefined,
  told: Told | undefined,
): LogEntry | undefined {
  return delivery?.toldAt === undefined
    ? undefined
    : { at: delivery.toldAt, firing: [], resolved: [], ...told };
}

/**
 * Whether an integration is notified at a flush, held against what it last accepted.
 * `at` is the timer's time. At exactly `repeatInterval` nothing is sent yet.
 *
 * Semantics: Prometheus Alertmanager, `DedupStage.needsUpdate`; other than there, who was told that an
 * alert fires is told its end also while it is muted, and is told once that an alert flaps.
 */
export function notification(
  told: LogEntry | undefined,
  { firing, resolved, mutedFiring, mutedResolved, flapping }: Standing,
  options: { readonly at: number; readonly repeatInterval: number; readonly sendResolved: boolean },
): Notification {
  if (told === undefined) {
    return firing.size > 0
      ? { notify: true, reason: 'first notification' }
      : { notify: false, reason: mutedFiring.size > 0 ? 'muted' : 'nothing fires' };
  }
  const toldFiring = new Set(told.firing);
  const started = firing.difference(toldFiring);
  if (!started.isSubsetOf(flapping)) return { notify: true, reason: 'new alerts' };
  if (started.size > 0 || !flapping.isSubsetOf(new Set(told.flapping))) {
    return { notify: true, reason: 'flapping' };
  }
  const ended = resolved.union(mutedResolved.intersection(toldFiring));
  if (firing.size === 0 && mutedFiring.isDisjointFrom(toldFiring)) {
    const toldOfThem = told.firing.some((fingerprint) => ended.has(fingerprint));
    return toldOfThem && options.sendResolved
      ? { notify: true, reason: 'all resolved' }
      : { notify: false, reason: 'resolved quietly' };
  }
  const news = ended.difference(new Set(told.resolved));
  const isSaid = firing.size > 0 || saidFiring(told) || !news.isDisjointFrom(toldFiring);
  if (options.sendResolved && news.size > 0 && isSaid) {
    return { notify: true, reason: 'some resolved' };
  }
  if (firing.size === 0) return { notify: false, reason: 'muted' };
  return told.at < options.at - options.repeatInterval
    ? { notify: true, reason: 'repeat' }
    : { notify: false, reason: 'told already' };
}

/** Whether it was last said that something fires: where nothing does, only then is any end news. */
function saidFiring({ firing, held = [] }: LogEntry): boolean {
  return firing.length > held.length;
}
