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
  const { since, step } = escalation;
  const next = stepsOf(routeId, policy)[step];
  if (next === undefined) return undefined;
  return since + (step === 0 ? Math.min(next.after, policy.responseTimes[severity]) : next.after);
}

/** A group with every step taken that is due by `now`, and these steps. */
export function climb(
  group: Group,
  severity: Severity,
  policy: Policy,
  now: number,
): { readonly group: Group; readonly taken: readonly EscalationStep[] } {
  const steps = stepsOf(group.routeId, policy);
  const taken: EscalationStep[] = [];
  let climbed = group;
  for (;;) {
    const { escalation } = climbed;
    const at = nextStepAt(climbed, severity, policy);
    const next = escalation && steps[escalation.step];
    if (escalation === undefined || next === undefined || at === undefined || at > now)
      return { group: climbed, taken };
    taken.push(next);
    climbed = { ...climbed, escalation: { ...escalation, step: escalation.step + 1 } };
  }
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
