import type { ChatRole } from '../../alert/chat-role.ts';
import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Action } from './action.ts';
import type { AllowRule } from './allow.ts';
import { stronger } from './roles.ts';
import type { Draft } from './open-run.ts';

/** So long somebody may approve what a runbook asks for, in milliseconds: what was found changes. */
export const APPROVED_WITHIN = 15 * 60_000;

/** What asks for it says, beside what is to be done. */
export interface Occasion extends Pick<ActionRun, 'subject' | 'place' | 'why'> {
  readonly role: ChatRole;
  readonly secondPerson: boolean;
}

/** A run of an action as a rule of the config allows it: who approves it has the stronger of both roles. */
export function draftOf(
  action: Action,
  params: unknown,
  rule: AllowRule,
  { role, secondPerson, subject, place, why }: Occasion,
): Omit<Draft, 'key'> {
  return {
    about: action.target(params),
    action: action.name,
    params,
    title: action.title(params),
    why,
    facts: {},
    role: stronger(role, rule.role),
    ...((secondPerson || rule.secondPerson) && { secondPerson: true }),
    seenFirst: true,
    ...(action.stop !== undefined && { canStop: true }),
    ...(subject !== undefined && { subject }),
    ...(place !== undefined && { place }),
  };
}
