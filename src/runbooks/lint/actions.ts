import { nearest } from '../../config/nearest.ts';
import type { Action } from '../actions/action.ts';
import { howToAllow, ruleFor, type AllowRule } from '../actions/allow.ts';
import { paramMistakes, valueAt, type ParamMistake } from '../actions/param-mistakes.ts';
import type { ParsedRunbook } from '../format/parse.ts';
import { variablesIn } from '../format/variables.ts';
import { actionsIn } from './parts.ts';
import { mistake, warningAt, type Remark } from './remark.ts';

/** The actions there are. */
export interface KnownActions {
  readonly names: readonly string[];
  /** At least those that runbooks name. */
  readonly found: ReadonlyMap<string, Action>;
}

/** Actions that there are not, and parameters that are none. What an alert fills in is right for all that is known. */
export function* actionMistakes(one: ParsedRunbook, known: KnownActions): Generator<Remark> {
  for (const { config, at } of actionsIn(one)) {
    const { name, parameters } = config;
    if (name === '') continue;
    const action = known.found.get(name);
    if (action === undefined) {
      const meant = nearest(name, known.names);
      const hint =
        meant === undefined ? `write one of ${known.names.join(', ')}` : `write ${meant}`;
      yield mistake(one, at, `there is no action ${JSON.stringify(name)}`, hint);
      continue;
    }
    for (const { message, hint } of knownMistakes(action, parameters)) {
      yield mistake(one, at, message, hint);
    }
  }
}

/** What is wrong with parameters whatever an alert fills in. */
export function knownMistakes(action: Action, parameters: unknown): readonly ParamMistake[] {
  return paramMistakes(action, parameters).filter(
    ({ path }) => !isFilled(valueAt(parameters, path)),
  );
}

/** Actions that the config does not allow, as far as that is known without an alert. */
export function* forbiddenActions(
  one: ParsedRunbook,
  known: KnownActions,
  rules: readonly AllowRule[],
): Generator<Remark> {
  for (const { config, at } of actionsIn(one)) {
    const action = known.found.get(config.name);
    const hint = action && lackingRule(action, config.parameters, rules);
    if (action === undefined || hint === undefined) continue;
    yield warningAt(one, at, `the config does not allow ${action.name}${hint.on}`, hint.write);
  }
}

/** What the config lacks for an action to be allowed, as far as that is known; undefined where it may be. */
export function lackingRule(action: Action, parameters: unknown, rules: readonly AllowRule[]) {
  const { name } = action;
  if (!rules.some((rule) => rule.action === name)) {
    const write = `write actions: { allow: [{ action: ${name}, targets: ['*'] }] } into the config, with what it may be done to`;
    return { on: '', write };
  }
  const read = action.params.safeParse(parameters);
  if (!read.success || isFilled(parameters) || ruleFor(action, read.data, rules)) return undefined;
  const on = ` on ${JSON.stringify(action.targetName(read.data))}`;
  return { on, write: howToAllow(action, read.data) };
}

/** Whether there is a variable anywhere in a value. */
function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return variablesIn(value).length > 0;
  return typeof value === 'object' && value !== null && Object.values(value).some(isFilled);
}
