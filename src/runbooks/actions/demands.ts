import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Action } from './action.ts';
import { ruleFor, tooFar, type AllowRule } from './allow.ts';
import type { Demands } from './approve.ts';
import { stronger } from './roles.ts';

/** What the config wants of a run that was asked for: it may want more than it did then, or not have it any more. */
export function demandsOf(
  run: ActionRun,
  action: Action | undefined,
  rules: readonly AllowRule[],
): Demands {
  const { role = 'operator', secondPerson = false } = run;
  const rule = action && ruleFor(action, run.params, rules);
  if (rule === undefined) {
    return { role, secondPerson, outdated: { what: 'The config does not allow it any more.' } };
  }
  return {
    role: stronger(role, rule.role),
    secondPerson: secondPerson || rule.secondPerson,
  };
}

/** Why a run may not do what was found that it would; undefined where it may. What is taken back goes as far as it came. */
export function overBounds(
  run: ActionRun,
  action: Action,
  was: string | undefined,
  rules: readonly AllowRule[],
): string | undefined {
  const rule = ruleFor(action, run.params, rules);
  if (rule === undefined) return 'The config does not allow it any more.';
  if (rule.secondPerson && run.approvedBy === run.askedBy) {
    return 'By now the config wants somebody else than who asked to approve it.';
  }
  if (run.undoes !== undefined || was === undefined) return undefined;
  const reach = action.reach?.(run.params, was);
  return reach && tooFar(reach, rule);
}
