import { shortHash } from '../alert/fingerprint.ts';
import { isResolved, type Alert } from '../alert/alert.ts';
import type { Mute } from '../alert/group.ts';
import { labelValue, type Labels } from '../alert/labels.ts';
import { createMatcherIndex, type MatcherIndex } from '../alert/matcher-index.ts';
import { matchesAll, type Matcher } from '../alert/matcher.ts';
import type { Context } from './context.ts';
import { compositeMemberKeys, memberKey } from './composite.ts';
import type { Draft, Inhibitor } from './draft.ts';
import type { InhibitorsOverEvent } from './event.ts';
import { inhibitionMute } from './mute-names.ts';
import type { InhibitRule, Policy } from './policy.ts';

/** A key under which alerts inhibit others, and whether one of these is on the rule's other side too. */
interface Side {
  readonly key: string;
  /** Whether it matches both sides of the rule. */
  readonly isBoth: boolean;
}

/** What an alert could be inhibited by: the keys that have to be loaded to tell. */
export function inhibitionKeys(labels: Labels, policy: Policy): readonly string[] {
  return targetSides(labels, policy).map(({ key }) => key);
}

/**
 * Enters an alert into the index of those that inhibit, while it fires, and takes it out when it is
 * over, or has other labels than when it was `known`.
 *
 * @returns the alert, with the keys under which it inhibits
 */
export function markInhibitor(
  draft: Draft,
  alert: Alert,
  known: Alert | undefined,
  { policy, now, origin }: Context,
): Alert {
  const sides = isResolved(alert, now) ? [] : sourceSides(alert, policy);
  for (const { key, isBoth } of sides) {
    draft.putInhibitor(key, alert.fingerprint, {
      ...(alert.endsAt !== undefined && { endsAt: alert.endsAt }),
      ...(isBoth && { isTarget: true }),
    });
  }
  const keys = sides.map(({ key }) => key);
  const endsEarlier = (alert.endsAt ?? Infinity) < (known?.endsAt ?? Infinity);
  for (const key of known?.inhibits ?? []) {
    if (!keys.includes(key)) takeOut(draft, key, alert.fingerprint, origin.traceId);
    // Who waits for it counts on another end, or on none.
    else if (endsEarlier) follow(draft, key, origin.traceId);
  }
  const { inhibits: _, ...rest } = alert;
  return keys.length === 0 ? rest : { ...rest, inhibits: keys };
}

/**
 * Takes alerts that ended by themselves out of the index of those that inhibit: no signal came that
 * would have. Whoever looked meanwhile saw that they are over.
 */
export function inhibitorsOver(
  draft: Draft,
  { fingerprints, traceId }: InhibitorsOverEvent,
  now: number,
): void {
  for (const fingerprint of fingerprints) {
    const known = draft.alert(fingerprint);
    if (known?.inhibits === undefined || !isResolved(known, now)) continue;
    const { inhibits, ...alert } = known;
    for (const key of inhibits) takeOut(draft, key, fingerprint, traceId);
    draft.putAlert(alert);
  }
}

function takeOut(draft: Draft, key: string, fingerprint: string, traceId: string): void {
  draft.putInhibitor(key, fingerprint, undefined);
  follow(draft, key, traceId);
}

/** Whoever waits for the end of an inhibition looks again. */
function follow(draft: Draft, key: string, traceId: string): void {
  draft.follow({ type: 'mute-ended', traceId, mute: inhibitionMute(key) });
}

/**
 * What inhibits alerts at `now`. One that matches both sides of a rule is not inhibited by another
 * for which the same is true, itself included.
 *
 * Semantics: Prometheus Alertmanager, `Inhibitor.Mutes`.
 *
 * @returns asked of one alert after the other: those who inhibit are looked through once for all of them
 */
export function inhibitions(
  draft: Draft,
  policy: Policy,
  now: number,
): (fingerprint: string, labels: Labels) => Mute | undefined {
  const lasting = new Map<string, readonly Lasting[]>();
  const lastingOf = (key: string, isBoth: boolean) => {
    const name = `${isBoth} ${key}`;
    const known = lasting.get(name) ?? longestLasting(draft.inhibitors(key), isBoth, now);
    lasting.set(name, known);
    return known;
  };
  return (fingerprint, labels) => {
    for (const { key, isBoth } of targetSides(labels, policy)) {
      const other = lastingOf(key, isBoth).find(({ id }) => id !== fingerprint);
      if (other === undefined) continue;
      const { endsAt: until } = other;
      return { by: 'inhibition', id: key, ...(Number.isFinite(until) && { until }) };
    }
    return undefined;
  };
}

interface Lasting {
  /** Its fingerprint. */
  readonly id: string;
  readonly endsAt: number;
}

/** The two that inhibit longest, the longest first: one of them may be the alert that is asked about. */
function longestLasting(
  inhibitors: ReadonlyMap<string, Inhibitor>,
  isBoth: boolean,
  now: number,
): readonly Lasting[] {
  let longest: readonly Lasting[] = [];
  for (const [id, one] of inhibitors) {
    if (isResolved(one, now) || (isBoth && one.isTarget)) continue;
    const { endsAt = Number.POSITIVE_INFINITY } = one;
    const [first, second] = longest;
    if (first === undefined || endsAt > first.endsAt) {
      longest = [{ id, endsAt }, ...longest.slice(0, 1)];
    } else if (second === undefined || endsAt > second.endsAt) longest = [first, { id, endsAt }];
  }
  return longest;
}

function sourceSides(alert: Alert, policy: Policy): readonly Side[] {
  const { labels } = alert;
  const rules = sidesOf(policy)
    .sources.matching(labels)
    .map(({ rule }) => ({ key: keyOf(rule, labels), isBoth: matchesAll(rule.target, labels) }));
  const members = compositeMemberKeys(alert).map((key) => ({ key, isBoth: false }));
  return [...rules, ...members];
}

function targetSides(labels: Labels, policy: Policy): readonly Side[] {
  const rules = sidesOf(policy)
    .targets.matching(labels)
    .map(({ rule }) => ({ key: keyOf(rule, labels), isBoth: matchesAll(rule.source, labels) }));
  const member = memberKey(labels);
  return member === undefined ? rules : [...rules, { key: member, isBoth: false }];
}

interface RuleSide {
  readonly rule: InhibitRule;
  readonly matchers: readonly Matcher[];
}

interface Sides {
  readonly sources: MatcherIndex<RuleSide>;
  readonly targets: MatcherIndex<RuleSide>;
}

/** The rules of each policy by either side's matchers: none is looked at that can't match. */
const indexed = new WeakMap<readonly InhibitRule[], Sides>();

function sidesOf({ inhibitRules }: Policy): Sides {
  const known = indexed.get(inhibitRules);
  if (known !== undefined) return known;
  const sides = {
    sources: createMatcherIndex(inhibitRules.map((rule) => ({ rule, matchers: rule.source }))),
    targets: createMatcherIndex(inhibitRules.map((rule) => ({ rule, matchers: rule.target }))),
  };
  indexed.set(inhibitRules, sides);
  return sides;
}

/** The rule and the values of its `equal` labels: missing and empty are the same. */
function keyOf({ id, equal }: InhibitRule, labels: Labels): string {
  return `${id}.${shortHash(JSON.stringify(equal.map((name) => labelValue(labels, name))))}`;
}
