import { isResolved } from '../alert/alert.ts';
import type { Alert } from '../alert/alert.ts';
import type { Acknowledgement, Mute } from '../alert/group.ts';
import { labelValue, type Labels } from '../alert/labels.ts';
import { matcherText } from '../alert/matcher.ts';
import type { Silence } from '../alert/silence.ts';
import type { Decision } from '../engine/ports/decisions.ts';
import type { WholeGroup } from '../engine/ports/groups.ts';
import { listenersOf } from '../rules/integrations.ts';
import { muteText } from '../rules/mute-text.ts';
import type { Policy } from '../rules/policy.ts';
import { tickAfter } from '../rules/rhythm.ts';

/** What is kept of a group. */
export interface GroupFacts {
  /** Absent for a group that is over and forgotten: its decisions are kept longer. */
  readonly whole?: WholeGroup;
  /** Some of its alerts, by fingerprint. */
  readonly alerts: ReadonlyMap<string, Alert>;
  /** All that are kept, whatever they mute. */
  readonly silences: readonly Silence[];
  readonly decisions: readonly Decision[];
}

/** What `tocsin explain` knows of a group; times are ISO 8601. Keys are JSON's. */
export interface Explanation {
  readonly key: string;
  readonly group?: {
    readonly labels: Labels;
    readonly created_at: string;
    readonly route: {
      readonly id: string;
      readonly receiver?: string;
      readonly matchers: string[];
    };
    /** Who has it on. */
    readonly acknowledged?: { readonly by: string; readonly at: string; readonly until?: string };
    readonly firing: number;
    readonly resolved: number;
    readonly members: readonly MemberFacts[];
    readonly next_flush?: string;
    readonly integrations: readonly IntegrationFacts[];
  };
  readonly decisions: readonly (Omit<Decision, 'at'> & { readonly at: string })[];
}

export interface MemberFacts {
  readonly name: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: string;
  readonly starts_at: string;
  readonly ends_at?: string;
  /** What kept it from being told when the group last looked. */
  readonly muted?: {
    readonly by: string;
    readonly until?: string;
    /** Of a silence: who asked for it, and why. */
    readonly author?: string;
    readonly comment?: string;
  };
}

export interface IntegrationFacts {
  readonly id: string;
  readonly receiver: string;
  /** True for one that the receiver no longer has: it hears only of what it was told. */
  readonly is_former: boolean;
  readonly told_at?: string;
  readonly told_firing: number;
  readonly told_resolved: number;
  /** When the repeat is due, if nothing changes. */
  readonly next_repeat?: string;
  /** Decided, and not yet accepted by the service. */
  readonly under_way?: string;
  /** Since when it does not take what it is told, and why. */
  readonly failing?: { readonly since: string; readonly why: string };
  /** The one that it stands in for. */
  readonly instead_of?: string;
}

export function explain(key: string, facts: GroupFacts, policy: Policy, now: number): Explanation {
  const decisions = facts.decisions.map(({ at, ...rest }) => ({ at: iso(at), ...rest }));
  const { whole, alerts, silences } = facts;
  if (whole === undefined) return { key, decisions };
  const { group, members } = whole;
  const route = policy.routesById.get(group.routeId);
  const all = [...members].map(([fingerprint, member]): MemberFacts => ({
    name: labelValue(alerts.get(fingerprint)?.labels ?? {}, 'alertname') || fingerprint,
    status: isResolved(member, now) ? 'resolved' : 'firing',
    severity: member.severity,
    starts_at: iso(member.startsAt),
    ...(member.endsAt !== undefined && { ends_at: iso(member.endsAt) }),
    ...(member.muted !== undefined && {
      muted: mutedFacts(member.muted, policy, silences),
    }),
  }));
  const firing = all.filter(({ status }) => status === 'firing').length;
  const isRepeated =
    group.acknowledged === undefined &&
    all.some(({ status, muted }) => status === 'firing' && muted === undefined);
  return {
    key,
    group: {
      labels: group.labels,
      created_at: iso(group.createdAt),
      route: {
        id: group.routeId,
        ...(route !== undefined && { receiver: route.receiver }),
        matchers: (route?.matchers ?? []).map(matcherText),
      },
      ...(group.acknowledged !== undefined && { acknowledged: ackFacts(group.acknowledged) }),
      firing,
      resolved: all.length - firing,
      members: all.toSorted((a, b) => a.status.localeCompare(b.status)),
      ...(group.flushAt !== undefined && { next_flush: iso(group.flushAt) }),
      integrations: integrationsOf(whole, policy, isRepeated),
    },
    decisions,
  };
}

function mutedFacts(
  mute: Mute,
  policy: Policy,
  silences: readonly Silence[],
): NonNullable<MemberFacts['muted']> {
  const { by, id, until } = mute;
  const silence = by === 'silence' ? silences.find((one) => one.id === id) : undefined;
  return {
    by: muteText(mute, policy),
    ...(until !== undefined && { until: iso(until) }),
    ...(silence !== undefined && { author: silence.createdBy }),
    ...(silence !== undefined && silence.comment !== '' && { comment: silence.comment }),
  };
}

function ackFacts({ by, at, until }: Acknowledgement) {
  return { by, at: iso(at), ...(until !== undefined && { until: iso(until) }) };
}

function integrationsOf(
  { group, told }: WholeGroup,
  policy: Policy,
  isRepeated: boolean,
): readonly IntegrationFacts[] {
  const route = policy.routesById.get(group.routeId);
  return listenersOf(group, policy).map(({ integration, isFormer, insteadOf }) => {
    const { id, receiver } = integration;
    const { toldAt, due, failing } = group.deliveries[id] ?? {};
    const isTold = !isFormer && insteadOf === undefined;
    const repeats = isRepeated && isTold && toldAt !== undefined && group.anchor !== undefined;
    const rhythm = { anchor: group.anchor ?? 0, interval: route?.groupInterval ?? 1 };
    return {
      id,
      receiver,
      is_former: isFormer,
      ...(toldAt !== undefined && { told_at: iso(toldAt) }),
      told_firing: told.get(id)?.firing.length ?? 0,
      told_resolved: told.get(id)?.resolved.length ?? 0,
      ...(repeats &&
        route !== undefined && {
          next_repeat: iso(tickAfter(rhythm, toldAt + route.repeatInterval)),
        }),
      ...(due !== undefined && { under_way: due.reason }),
      ...(failing !== undefined && { failing: { since: iso(failing.since), why: failing.why } }),
      ...(insteadOf !== undefined && { instead_of: insteadOf.id }),
    };
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
