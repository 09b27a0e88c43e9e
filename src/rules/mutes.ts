import type { Group, Member, Mute } from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import { silenceState } from '../alert/silence.ts';
import type { Draft } from './draft.ts';
import { inhibitionMute, inhibitionOf } from './inhibit.ts';
import type { Policy } from './policy.ts';
import { silenceMute } from './silence.ts';

/** The labels of a group's member: those of the group, and its own. */
export function memberLabels(group: Group, { labels }: Member): Labels {
  return { ...group.labels, ...labels };
}

/**
 * Looks again at what mutes each of a group's members, and notes it on them. The order is that of
 * Alertmanager's stages: what inhibits, times, silences.
 */
export function refreshMutes(draft: Draft, group: Group, policy: Policy, now: number): void {
  for (const [fingerprint, member] of draft.members(group.key)) {
    const mute = muteOf(draft, fingerprint, memberLabels(group, member), { policy, now });
    if (isSame(mute, member.muted)) continue;
    const { muted: _, ...rest } = member;
    draft.putMember(group.key, fingerprint, {
      ...rest,
      ...(mute !== undefined && { muted: mute }),
    });
  }
}

/** Has a group be woken when one of these mutes ends earlier than it says. */
export function waitForMutes(draft: Draft, group: Group): void {
  const mutes = new Set<string>();
  for (const { muted } of draft.members(group.key).values()) {
    if (muted?.by === 'silence') mutes.add(silenceMute(muted.id));
    if (muted?.by === 'inhibition') mutes.add(inhibitionMute(muted.id));
  }
  for (const mute of mutes) draft.putWaiting(mute, group.key, true);
}

function muteOf(
  draft: Draft,
  fingerprint: string,
  labels: Labels,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Mute | undefined {
  return inhibitionOf(fingerprint, labels, draft, policy, now) ?? silencedBy(draft, labels, now);
}

/** The silence that mutes alerts with these labels; of several the one that lasts longest. */
export function silencedBy(draft: Draft, labels: Labels, now: number): Mute | undefined {
  const active = draft.silences
    .matching(labels)
    .filter((silence) => silenceState(silence, now) === 'active');
  const last = active.reduce<(typeof active)[number] | undefined>(
    (longest, one) => (longest === undefined || one.endsAt > longest.endsAt ? one : longest),
    undefined,
  );
  return last && { by: 'silence', id: last.id, until: last.endsAt };
}

function isSame(some: Mute | undefined, other: Mute | undefined): boolean {
  return some?.by === other?.by && some?.id === other?.id && some?.until === other?.until;
}
