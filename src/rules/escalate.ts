import type { Group } from '../alert/group.ts';
import type { Severity } from '../alert/severity.ts';
import type { EscalationStep, Policy } from './policy.ts';

/**
 * When a group's next step is due while it fires: so long after it was first told, and the first step
 * no later than the response time of its severity. Undefined while somebody has it on, and when there
 * is no step left.
 */
export function nextStepAt(
  { routeId, escalation, acknowledged }: Group,
  severity: Severity,
  policy: Policy,
): number | undefined {
  if (escalation === undefined || acknowledged !== undefined) return undefined;
  const after = afterOf(stepsOf(routeId, policy), escalation.step, severity, policy);
  return after === undefined ? undefined : escalation.since + after;
}

/** A group with every step taken that is due by `now`, and these steps. */
export function climb(
  group: Group,
  severity: Severity,
  policy: Policy,
  now: number,
): { readonly group: Group; readonly taken: readonly EscalationStep[] } {
  const { routeId, escalation, acknowledged } = group;
  if (escalation === undefined || acknowledged !== undefined) return { group, taken: [] };
  const steps = stepsOf(routeId, policy);
  const { since, step } = escalation;
  let reached = step;
  while (since + (afterOf(steps, reached, severity, policy) ?? Infinity) <= now) reached += 1;
  if (reached === step) return { group, taken: [] };
  return {
    group: { ...group, escalation: { since, step: reached } },
    taken: steps.slice(step, reached),
  };
}

/** The step that a group's escalation takes next, or why there is none: in words for people. */
export function stepAhead(
  { routeId, escalation }: Group,
  policy: Policy,
): { readonly step: EscalationStep } | { readonly why: string } {
  const steps = stepsOf(routeId, policy);
  if (steps.length === 0) return { why: 'its route has no escalation' };
  const step = steps[escalation?.step ?? 0];
  return step === undefined ? { why: 'it is at its last step' } : { step };
}

/** A step that is taken, and who asked for it where it was not its time. */
export interface TakenStep extends EscalationStep {
  readonly by?: string;
}

/** The step that somebody had taken by hand since the last flush. */
export function stepAskedFor(
  { routeId, escalation, called }: Group,
  policy: Policy,
): readonly TakenStep[] {
  const step = stepsOf(routeId, policy)[(escalation?.step ?? 0) - 1];
  return called === undefined || called.isStepless || step === undefined
    ? []
    : [{ ...step, by: called.by }];
}

/** How long after the group was first told a step comes; undefined when there is no such step. */
function afterOf(
  steps: readonly EscalationStep[],
  step: number,
  severity: Severity,
  policy: Policy,
): number | undefined {
  const after = steps[step]?.after;
  if (after === undefined || step > 0) return after;
  return Math.min(after, policy.responseTimes[severity]);
}

/** The receivers that a group was escalated to so far. */
export function receiversReached(
  { routeId, escalation }: Group,
  policy: Policy,
): readonly string[] {
  const reached = stepsOf(routeId, policy).slice(0, escalation?.step ?? 0);
  return reached.map(({ receiver }) => receiver);
}

/** Whether the groups of a route are escalated at all. */
export function escalates({ routeId }: Group, policy: Policy): boolean {
  return stepsOf(routeId, policy).length > 0;
}

function stepsOf(routeId: string, policy: Policy): readonly EscalationStep[] {
  const name = policy.routesById.get(routeId)?.escalation;
  return name === undefined ? [] : (policy.escalations.get(name) ?? []);
}
