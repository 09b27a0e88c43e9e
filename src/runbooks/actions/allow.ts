import { z } from 'zod';
import type { ChatRole } from '../../alert/chat-role.ts';
import { figureText } from '../../alert/figure.ts';
import type { RunLimits } from '../../engine/ports/action-runs.ts';
import type { Action, Reach } from './action.ts';
import { isLike } from './pattern.ts';

/** What runbooks and automation may have done, as the config says it: nothing else. */
export interface AllowRule {
  readonly action: string;
  /** Patterns of what it is done to, by its short name. */
  readonly targets: readonly string[];
  /** Bounds of the figure that it sets; without `most` it is at most doubled. */
  readonly most?: number;
  readonly least: number;
  readonly secondPerson: boolean;
  /** Who approves it has at least this role, whatever the runbook says. */
  readonly role?: ChatRole;
  /** Where it acts; without a word wherever the parameters say, in the bot's own account. */
  readonly region?: string;
  readonly role_arn?: string;
}

export interface Allowed {
  readonly rules: readonly AllowRule[];
  readonly limits: RunLimits;
}

const DOCS = 'docs/actions.md tells how';

const placeSchema = z.object({ region: z.string().optional(), role_arn: z.string().optional() });

/** The first rule by which an action may be done with some parameters, which are good. */
export function ruleFor(
  action: Action,
  params: unknown,
  rules: readonly AllowRule[],
): AllowRule | undefined {
  const name = action.targetName(params);
  const { region, role_arn: role } = placeSchema.parse(params);
  return rules.find(
    (rule) =>
      rule.action === action.name &&
      rule.targets.some((pattern) => isArn(pattern) === isArn(name) && isLike(name, pattern)) &&
      (region ?? rule.region) === (rule.region ?? region) &&
      (role ?? rule.role_arn) === rule.role_arn,
  );
}

/**
 * Whether something is named by its ARN, or by a part of one: it may be another account's, which no pattern of mere
 * names means, not even `*`.
 */
function isArn(text: string): boolean {
  return /^(arn:|\d{12}:)/u.test(text);
}

/** What to write so that an action may be done with some parameters. */
export function howToAllow(action: Action, params: unknown): string {
  const { role_arn: role } = placeSchema.parse(params);
  const rule = {
    action: action.name,
    targets: [action.targetName(params)],
    ...(role !== undefined && { role_arn: role }),
  };
  return `write actions: { allow: [${inYaml(rule)}] } into the config; ${DOCS}`;
}

function inYaml({
  action,
  targets,
  ...rest
}: {
  readonly action: string;
  readonly targets: readonly string[];
  readonly role_arn?: string;
}): string {
  const more = Object.entries(rest).map(([key, value]) => `, ${key}: ${value}`);
  return `{ action: ${action}, targets: [${targets.map(quoted).join(', ')}]${more.join('')} }`;
}

/** As a text in YAML. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Why something reaches further than a rule lets it, with what to write; undefined where it does not. */
export function tooFar({ from, to, unit }: Reach, rule: AllowRule): string | undefined {
  const figure = (value: number) => figureText(value, unit);
  if (to === Infinity) {
    if (rule.most === undefined) return undefined;
    return `To have no bound is too much: the config allows ${figure(rule.most)} at most. For that, take most: ${rule.most} out of actions.allow.`;
  }
  // What had no bound is not multiplied: how far it may go has to be written.
  const { most = from === Infinity ? 0 : from * 2, least } = rule;
  if (to > most) {
    const bound =
      rule.most === undefined
        ? `in one step it is at most doubled, to ${figure(most)}`
        : `the config allows ${figure(most)} at most`;
    return `${figure(to)} is too much: ${bound}. For more, write most: ${to} beside it in actions.allow.`;
  }
  if (to >= least || to > from) return undefined;
  return `${figure(to)} is too little: not below ${figure(least)}. For less, write least: ${to} beside it in actions.allow.`;
}
