import type { AuditAction, Deed } from '../../engine/ports/audit.ts';
import type { Walk, WalkMoment, WalkMomentKind } from '../../engine/ports/walks.ts';

const ACTIONS: Readonly<Record<WalkMomentKind, AuditAction>> = {
  begun: 'walk-begun',
  done: 'walk-step',
  skipped: 'walk-step',
  failed: 'walk-step',
  back: 'walk-back',
  noted: 'walk-noted',
  checked: 'walk-checked',
  asked: 'walk-asked',
  assigned: 'walk-assigned',
  'handed-over': 'walk-handed-over',
  finished: 'walk-ended',
  stopped: 'walk-ended',
  left: 'walk-ended',
  reopened: 'walk-reopened',
};

const LONGEST_DETAIL = 500;

/** What the audit trail says of a walk's change. @param actor who did it, as the trail names them */
export function walkDeed(
  walk: Walk,
  { id, kind, step, to, text }: WalkMoment,
  actor: string,
): Deed {
  const { runbook, subject } = walk;
  const of = subject.incident ?? subject.group;
  return {
    actor,
    action: walk.state === 'finished' && kind === 'done' ? 'walk-ended' : ACTIONS[kind],
    object: `${runbook} ${walk.id}`,
    details: {
      ...(kind in RESULTS && { result: kind }),
      ...(step !== undefined && {
        step: `${step.index + 1}. ${step.title.slice(0, LONGEST_DETAIL)}`,
      }),
      ...(to !== undefined && { to: to.actor }),
      ...(text !== undefined && text !== '' && { text: text.slice(0, LONGEST_DETAIL) }),
      ...(walk.state !== 'open' && { state: walk.state }),
      ...(of !== undefined && { of }),
    },
    traceId: id,
  };
}

const RESULTS: Partial<Record<WalkMomentKind, true>> = { done: true, skipped: true, failed: true };
