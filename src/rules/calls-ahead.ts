import type { Group } from '../alert/group.ts';
import { stepAhead } from './escalate.ts';
import { pagersOf } from './pagers.ts';
import type { EscalationStep, Policy } from './policy.ts';

/** Who is called where somebody wants more. */
export interface CallsAhead {
  readonly step?: EscalationStep;
  /** Whether a service that holds the group is to call the next there. */
  readonly pagers: boolean;
  /** What people should know of it, in words for them. */
  readonly remark?: string;
}

/**
 * Who is called where somebody wants more: by the next step, if there is one, and by the services that
 * hold the group; or why nobody can be, in words for people.
 */
export function callsAhead(group: Group, policy: Policy): CallsAhead | { readonly why: string } {
  const ahead = stepAhead(group, policy);
  const { canCall: pagers, canNot } = pagersOf(group, policy);
  const remark = canNot ? { remark: NOT_THROUGH_US } : {};
  if ('step' in ahead) return { step: ahead.step, pagers, ...remark };
  if (pagers) return { pagers, ...remark };
  return canNot ? { why: `${ahead.why}, and ${NOT_THROUGH_US}` } : ahead;
}

const NOT_THROUGH_US =
  'PagerDuty can not be told to call the next, for the config has no pagerduty.api_token with from: escalate it there';
