import type { ChatRole } from '../../alert/chat-role.ts';
import { nearest } from '../../config/nearest.ts';
import { checkCondition } from '../../config/check-condition.ts';
import type { ParsedRunbook } from '../format/parse.ts';
import type { CheckPart, Part } from '../format/runbook.ts';
import { bareVariables } from '../checks/filled-promql.ts';
import { isVariable, variablesIn } from '../format/variables.ts';
import { partsOf } from './parts.ts';
import { mistake, type Remark } from './remark.ts';

/** What a config says that runbooks rely on. */
export interface Surroundings {
  /** Names. */
  readonly savedMetrics: readonly string[];
  readonly metricSources: readonly string[];
  /** The names of the actions that the config allows: of others nobody needs the role. */
  readonly allowedActions: readonly string[];
  /** Whether anybody may do what a role is needed for. */
  readonly hasRole: (role: ChatRole) => boolean;
}

/** What is written as a variable and is none. */
export function* variableMistakes(one: ParsedRunbook): Generator<Remark> {
  for (const { name, at } of variablesIn(one.text)) {
    if (isVariable(name)) continue;
    yield mistake(one, at, `{{ ${name} }} is no variable`, variableHint(name));
  }
}

/** What to write for a variable that is none. */
export function variableHint(name: string): string {
  const meant = /^label\.|^annotation\./u.test(name) ? name.replace('.', 's.') : undefined;
  return `write {{ ${meant ?? 'labels.NAME'} }}; there are labels.…, annotations.…, value and threshold`;
}

/** Checks whose PromQL would read what an alert says as its own. */
export function* promqlMistakes(one: ParsedRunbook): Generator<Remark> {
  for (const { config, at } of partsOf(one).filter(isCheck)) {
    for (const [key, operand] of Object.entries(config.metrics)) {
      if (operand.kind !== 'promql') continue;
      for (const { name } of bareVariables(operand.expression)) {
        const message = `metrics.${key}: {{ ${name} }} stands in no quotes of the PromQL`;
        yield mistake(one, at, message, `write label="{{ ${name} }}"`);
      }
    }
  }
}

/** What only shows beside a config: checks of metrics that nobody saved, and roles that nobody has. */
export function* unmetNeeds(
  one: ParsedRunbook,
  { savedMetrics, metricSources, allowedActions, hasRole }: Surroundings,
): Generator<Remark> {
  const lackingRole = (role: ChatRole, at: number) => {
    const hint = `name somebody under access.${role}, or write another role`;
    return mistake(one, at, `nobody has the role ${role}`, hint);
  };
  if (!hasRole(one.runbook.role)) yield lackingRole(one.runbook.role, 0);
  for (const part of partsOf(one)) {
    const isDone = part.kind === 'action' && allowedActions.includes(part.config.name);
    if (isDone && !hasRole(part.config.role)) {
      yield lackingRole(part.config.role, part.at);
    }
    if (part.kind !== 'check' || part.config.pass === '') continue;
    for (const finding of checkCondition(part.config, part.at, savedMetrics)) {
      yield { in: one, finding };
    }
    for (const operand of Object.values(part.config.metrics)) {
      const isSaved = operand.kind === 'saved';
      const [name, known] = isSaved
        ? [operand.name, savedMetrics]
        : [operand.source, metricSources];
      if (name === undefined || known.includes(name)) continue;
      const meant = nearest(name, known);
      const what = isSaved ? 'saved metric' : 'source of metrics';
      const add = isSaved ? 'metrics.saved' : 'metrics.sources';
      const hint = meant === undefined ? `add it to ${add}` : `write ${meant}`;
      yield mistake(one, part.at, `there is no ${what} ${JSON.stringify(name)}`, hint);
    }
  }
}

function isCheck(part: Part): part is CheckPart {
  return part.kind === 'check';
}
