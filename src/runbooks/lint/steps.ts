import type { ChatRole } from '../../alert/chat-role.ts';
import { nearest } from '../../config/nearest.ts';
import { checkCondition } from '../../config/check-condition.ts';
import type { ParsedRunbook } from '../format/parse.ts';
import { isVariable, variablesIn } from '../format/variables.ts';
import { partsOf } from './parts.ts';
import { mistake, type Remark } from './remark.ts';

/** What a config says that runbooks rely on. */
export interface Surroundings {
  /** Names. */
  readonly savedMetrics: readonly string[];
  /** Whether anybody may do what a role is needed for. */
  readonly hasRole: (role: ChatRole) => boolean;
}

/** What is written as a variable and is none. */
export function* variableMistakes(one: ParsedRunbook): Generator<Remark> {
  for (const { name, at } of variablesIn(one.text)) {
    if (isVariable(name)) continue;
    const meant = /^label\.|^annotation\./u.test(name) ? name.replace('.', 's.') : undefined;
    const hint = `write {{ ${meant ?? 'labels.NAME'} }}; there are labels.…, annotations.…, value and threshold`;
    yield mistake(one, at, `{{ ${name} }} is no variable`, hint);
  }
}

/** What only shows beside a config: checks of metrics that nobody saved, and roles that nobody has. */
export function* unmetNeeds(
  one: ParsedRunbook,
  { savedMetrics, hasRole }: Surroundings,
): Generator<Remark> {
  const lackingRole = (role: ChatRole, at: number) => {
    const hint = `name somebody under access.${role}, or write another role`;
    return mistake(one, at, `nobody has the role ${role}`, hint);
  };
  if (!hasRole(one.runbook.role)) yield lackingRole(one.runbook.role, 0);
  for (const part of partsOf(one)) {
    if (part.kind === 'action' && !hasRole(part.config.role)) {
      yield lackingRole(part.config.role, part.at);
    }
    if (part.kind !== 'check' || part.config.pass === '') continue;
    for (const finding of checkCondition(part.config, part.at, savedMetrics)) {
      yield { in: one, finding };
    }
    for (const operand of Object.values(part.config.metrics)) {
      if (operand.kind !== 'saved' || savedMetrics.includes(operand.name)) continue;
      const meant = nearest(operand.name, savedMetrics);
      const hint = meant === undefined ? 'add it to metrics.saved' : `write ${meant}`;
      yield mistake(one, part.at, `there is no saved metric ${JSON.stringify(operand.name)}`, hint);
    }
  }
}
