import { placed } from '../../config/placed.ts';
import type { Problem } from '../../config/problem.ts';
import type { AllowRule } from '../actions/allow.ts';
import { placeIn, type ParsedRunbook } from '../format/parse.ts';
import { actionMistakes, forbiddenActions, type KnownActions } from './actions.ts';
import { circles, deadLinks } from './links.ts';
import { repetitions, uses } from './names.ts';
import { phaseTimes } from './phases.ts';
import type { Remark } from './remark.ts';
import { promqlMistakes, unmetNeeds, variableMistakes, type Surroundings } from './steps.ts';

export interface LintContext {
  readonly actions: KnownActions;
  /** Names of runbooks that are not looked at, and that links may lead to. */
  readonly elsewhere?: readonly string[];
  /** Runbooks that alarms name. */
  readonly named: ReadonlySet<string>;
  /** Without them what only shows beside a config is left out. */
  readonly surroundings?: Surroundings | undefined;
  /** What the config allows; and the files whose actions are held against it. */
  readonly allowed?: { readonly rules: readonly AllowRule[]; readonly files: ReadonlySet<string> };
}

/** Everything that is wrong with runbooks, by file, errors first. */
export function lintRunbooks(all: readonly ParsedRunbook[], context: LintContext): Problem[] {
  const remarks = [...remarksOn(all, context)];
  return all.flatMap((one) => {
    const findings = remarks.filter((remark) => remark.in === one).map(({ finding }) => finding);
    const found = placed(findings, one.file, (offset) => placeIn(one.text, offset));
    return withoutRepetition([...one.problems, ...found]);
  });
}

function* remarksOn(
  all: readonly ParsedRunbook[],
  { actions, elsewhere = [], named, surroundings, allowed }: LintContext,
): Generator<Remark> {
  yield* repetitions(all);
  yield* deadLinks(all, elsewhere);
  yield* circles(all);
  yield* uses(all, named);
  for (const one of all) {
    yield* phaseTimes(one);
    yield* variableMistakes(one);
    yield* promqlMistakes(one);
    yield* actionMistakes(one, actions);
    if (surroundings !== undefined) yield* unmetNeeds(one, surroundings);
    if (allowed?.files.has(one.file)) yield* forbiddenActions(one, actions, allowed.rules);
  }
}

/** A condition is read without a config and with one: what is wrong with it either way is told once. */
function withoutRepetition(problems: readonly Problem[]): Problem[] {
  const keys = problems.map(({ line, column, message }) => JSON.stringify([line, column, message]));
  return problems.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
