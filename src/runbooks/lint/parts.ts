import type { ParsedRunbook } from '../format/parse.ts';
import type { ActionPart, Part } from '../format/runbook.ts';

/** Everything that the steps of a runbook are made of. */
export function partsOf({ runbook }: ParsedRunbook): Part[] {
  return runbook.phases.flatMap(({ steps }) => steps.flatMap(({ parts }) => parts));
}

/** The steps that have something done. */
export function actionsIn(one: ParsedRunbook): ActionPart[] {
  return partsOf(one).filter((part) => part.kind === 'action');
}
