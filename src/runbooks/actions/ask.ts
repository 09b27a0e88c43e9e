import type { ChatRole } from '../../alert/chat-role.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { ChatPlace, Subject } from '../../engine/ports/subject.ts';
import type { Facts } from '../format/variables.ts';
import type { Action, FindAction } from './action.ts';
import { howToAllow, ruleFor, type Allowed, type AllowRule } from './allow.ts';
import type { Changer } from './changes.ts';
import { APPROVED_WITHIN, draftOf } from './draft.ts';
import { filledParams } from './filled-params.ts';
import { keyOf, openRun, type Asked, type OpenParts } from './open-run.ts';
import { LONGEST_PARAMS, shownParams } from './shown-params.ts';
import { paramMistakes } from './param-mistakes.ts';

/** That an action is to be done. */
export interface Wanted {
  readonly action: string;
  /** As a runbook has them. */
  readonly params: unknown;
  /** What variables in the parameters stand for; without them there are none. */
  readonly facts?: Facts;
  /** Who approves it has at least this role; else an operator. */
  readonly role?: ChatRole;
  /** Somebody else than who asks approves it; else who asks may, once they saw what it would change. */
  readonly secondPerson?: boolean;
  readonly subject?: Subject;
  /** Where it is asked and told; without one only the log and the audit trail tell of it. */
  readonly place?: ChatPlace;
  readonly by: Changer;
  /** The same for the same wish: it is opened once. */
  readonly id: string;
  /** Why, in lines for people. */
  readonly why: readonly string[];
}

export interface AskParts extends OpenParts {
  readonly actionOf: FindAction;
  /** Of all the actions that there are. */
  readonly actionNames: readonly string[];
  readonly allowed: Allowed;
}

/**
 * Asks for an action. Nothing is done before somebody saw what it would change, and said yes.
 *
 * @throws Mistake for an action that there is not, parameters that are none, and what the config does not allow
 */
export async function askFor(wanted: Wanted, parts: AskParts): Promise<Asked> {
  const { by, id, role = 'operator', secondPerson = false, subject, place, why } = wanted;
  const { rules, limits } = parts.allowed;
  const action = await actionNamed(wanted.action, parts);
  const { params, rule } = allowedParams(action, wanted, rules);
  const occasion = {
    role,
    secondPerson,
    why,
    ...(subject && { subject }),
    ...(place && { place }),
  };
  const draft = draftOf(action, params, rule, occasion);
  const key = keyOf('run', draft.about, id);
  return openRun({ ...draft, key }, { by, approvedWithin: APPROVED_WITHIN, limits }, parts);
}

async function actionNamed(
  name: string,
  { actionOf, actionNames: names }: Pick<AskParts, 'actionOf' | 'actionNames'>,
): Promise<Action> {
  const found = await actionOf(name);
  if (found !== undefined) return found;
  const meant = nearest(name, names);
  const hint = meant === undefined ? `write one of ${names.join(', ')}` : `write ${meant}`;
  throw new Mistake(`there is no action ${quoted(name)}`, hint);
}

/** The parameters as they are approved and done, and the rule by which they may be. */
function allowedParams(
  action: Action,
  { params: written, facts }: Pick<Wanted, 'params' | 'facts'>,
  rules: readonly AllowRule[],
): { readonly params: unknown; readonly rule: AllowRule } {
  const params = readParams(action, facts === undefined ? written : filledParams(written, facts));
  const rule = ruleFor(action, params, rules);
  if (rule === undefined) {
    const what = `the config does not allow ${action.name} on ${quoted(action.targetName(params))}`;
    throw new Mistake(what, howToAllow(action, params));
  }
  if (shownParams(params).length > LONGEST_PARAMS) {
    const what = `the parameters of ${action.name} are too long to be shown to who approves them`;
    throw new Mistake(what, `make them shorter than ${LONGEST_PARAMS} characters`);
  }
  const { region, role_arn: role } = rule;
  if (region === undefined && role === undefined) return { params, rule };
  const place = { ...(region && { region }), ...(role && { role_arn: role }) };
  return { params: readParams(action, Object.assign({}, params, place)), rule };
}

/** @throws Mistake */
function readParams(action: Action, params: unknown): unknown {
  const [mistake] = paramMistakes(action, params);
  if (mistake !== undefined) throw new Mistake(mistake.message, mistake.hint);
  return action.params.parse(params);
}
