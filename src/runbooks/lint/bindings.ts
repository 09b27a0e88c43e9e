import type { Finding } from '../../config/problem.ts';
import type { Action } from '../actions/action.ts';
import type { AllowRule } from '../actions/allow.ts';
import { knownMistakes, lackingRule } from './actions.ts';

/** An entry of automation that has an action done, with where it stands in the config. */
export interface LintedBinding {
  readonly name: string;
  readonly action: Action;
  readonly parameters: unknown;
  readonly at: number;
}

/** Entries of automation that could do nothing when it matters: parameters that are none, and what is not allowed. */
export function lintBindings(
  bindings: readonly LintedBinding[],
  rules: readonly AllowRule[],
): Finding[] {
  return bindings.flatMap(({ name, action, parameters, at }) => {
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
    const lacking = lackingRule(action, parameters, rules);
    if (lacking === undefined) return mistakes;
    const message = `the config does not allow ${action.name}${lacking.on}`;
    return [...mistakes, wrong('missing-key', message, lacking.write)];
  });
}
