import type { Finding } from '../../config/problem.ts';
import type { Action } from '../actions/action.ts';
import type { AllowRule } from '../actions/allow.ts';
import { isVariable, variablesIn } from '../format/variables.ts';
import { knownMistakes, lackingRule } from './actions.ts';
import { variableHint } from './steps.ts';

/** An entry of automation that has an action done, with where it stands in the config. */
export interface LintedBinding {
  readonly name: string;
  readonly action: Action;
  readonly parameters: unknown;
  /** Whether people are asked before it is done. */
  readonly isAsked: boolean;
  readonly at: number;
}

/**
 * Entries of automation that could do nothing when it matters: parameters and variables that are none, what is not
 * allowed, and what nobody may say yes to.
 *
 * @param canApprove whether anybody has the role that an action takes
 */
export function lintBindings(
  bindings: readonly LintedBinding[],
  rules: readonly AllowRule[],
  canApprove: boolean,
): Finding[] {
  return bindings.flatMap(({ name, action, parameters, isAsked, at }) => {
    const wrong = (
      kind: 'invalid-value' | 'missing-key',
      message: string,
      hint: string,
    ): Finding => {
      const text = `automation ${JSON.stringify(name)}: ${message}`;
      return { severity: 'error', kind, offset: at, message: text, hint };
    };
    const mistakes = knownMistakes(action, parameters).map(({ message, hint }) =>
      wrong('invalid-value', message, hint),
    );
    for (const { name: variable } of variablesIn(JSON.stringify(parameters))) {
      if (isVariable(variable)) continue;
      const message = `{{ ${variable} }} is no variable`;
      mistakes.push(wrong('invalid-value', message, variableHint(variable)));
    }
    if (isAsked && !canApprove) {
      const message = 'nobody has the role operator, which it takes to say yes';
      mistakes.push(wrong('missing-key', message, 'name somebody under access.operator'));
    }
    const lacking = lackingRule(action, parameters, rules);
    if (lacking === undefined) return mistakes;
    const message = `the config does not allow ${action.name}${lacking.on}`;
    return [...mistakes, wrong('missing-key', message, lacking.write)];
  });
}
