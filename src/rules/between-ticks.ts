import type { Acknowledgement, Group } from '../alert/group.ts';
import { compareSeverity, type Severity } from '../alert/severity.ts';
import { nextReminder, unacknowledged } from './acknowledgement.ts';
import type { Draft } from './draft.ts';
import { climb, stepAskedFor, type TakenStep } from './escalate.ts';
import { worstOf } from './group.ts';
import { happened } from './happened.ts';
import type { Listener } from './integrations.ts';
import type { Notification, Standing } from './notify.ts';
import type { Policy } from './policy.ts';

/** What a flush brings that has nothing to do with the group's rhythm. */
export interface Turns {
  readonly group: Group;
  /** The steps of its escalation that are due, or asked for. */
  readonly taken: readonly TakenStep[];
  /** Whether those who have it on, or may think of it, are to be reminded. */
  readonly isReminder: boolean;
}

/**
 * What time has brought: an acknowledgement that ended, or of which people are reminded, steps of the
 * escalation. Where nothing fires any more there is nothing to acknowledge nor to escalate.
 */
export function takeTurns(
  draft: Draft,
  known: Group,
  { firing, mutedFiring }: Standing,
  policy: Policy,
  now: number,
): Turns {
  const { acknowledged, escalation: _, ...over } = known;
  if (firing.size + mutedFiring.size === 0) return { group: over, taken: [], isReminder: false };
  const traceId = known.unflushed?.traceId ?? '';
  const severity = worstOf(draft.members(known.key), now);
  const askedFor = firing.size === 0 ? [] : stepAskedFor(known, policy);
  const undone = acknowledged && whyUndone(acknowledged, firing.size > 0 ? severity : 'info', now);
  if (undone !== undefined) {
    const open = unacknowledged(known, now);
    draft.because({ decision: 'unacknowledged', reason: undone, group: known.key });
    const what = { what: 'unacknowledged', why: undone } as const;
    return {
      group: happened(open, what, draft, policy, { traceId, now }),
      taken: askedFor,
      isReminder: false,
    };
  }
  if (firing.size === 0) return { group: known, taken: [], isReminder: false };
  if (acknowledged !== undefined) {
    const isReminder = nextReminder(acknowledged) <= now;
    const reminded = { ...acknowledged, ...(isReminder && { remindedAt: now }) };
    return { group: { ...known, acknowledged: reminded }, taken: askedFor, isReminder };
  }
  const { group, taken } = climb(known, severity, policy, now);
  if (taken.length === 0) return { group, taken: askedFor, isReminder: false };
  const to = taken.map(({ receiver }) => receiver);
  for (const receiver of to) {
    draft.because({ decision: 'escalated', reason: `to ${receiver}`, group: known.key });
  }
  const what = { what: 'escalated', to } as const;
  return {
    group: happened(group, what, draft, policy, { traceId, now }),
    taken: [...askedFor, ...taken],
    isReminder: false,
  };
}

/** Why nobody has a group on any more: its time is over, or a mute is that kept worse from it. */
function whyUndone(
  { until = Number.POSITIVE_INFINITY, severity }: Acknowledgement,
  worst: Severity,
  now: number,
): string | undefined {
  if (until <= now) return 'its time is over';
  return compareSeverity(worst, severity) < 0 ? 'it got worse' : undefined;
}

/** The step just taken by which an integration is told. */
export function stepTo(
  { integration, isFormer }: Listener,
  taken: readonly TakenStep[],
  policy: Policy,
): TakenStep | undefined {
  if (isFormer) return undefined;
  return taken.findLast(({ receiver }) =>
    policy.integrationsByReceiver.get(receiver)?.some(({ id }) => id === integration.id),
  );
}

/** What is due to an integration also between two ticks. */
export function callOf(
  { integration, isFormer }: Listener,
  {
    step,
    isReminder,
    fires,
  }: {
    readonly step: TakenStep | undefined;
    readonly isReminder: boolean;
    readonly fires: boolean;
  },
): Notification | undefined {
  if (!fires || isFormer) return undefined;
  if (step !== undefined) return { notify: true, reason: 'escalated' };
  return isReminder && integration.kind === 'slack'
    ? { notify: true, reason: 'reminder' }
    : undefined;
}
