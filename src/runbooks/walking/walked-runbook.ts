import type { Walk } from '../../engine/ports/walks.ts';
import { parseRunbook } from '../format/parse.ts';
import type { Phase, Runbook, Step } from '../format/runbook.ts';
import { filledText } from '../format/variables.ts';

/** A step with its place in the whole runbook. */
export interface PlacedStep extends Step {
  /** Of all, from 0. */
  readonly index: number;
  readonly phase: Phase;
}

/** The runbook that a walk was begun with. Its titles have the alert's values in them; all else is as written. */
export interface WalkedRunbook {
  readonly runbook: Runbook;
  readonly steps: readonly PlacedStep[];
}

export function walkedRunbook({ runbook: name, text, facts }: Walk): WalkedRunbook {
  const { runbook } = parseRunbook(`${name}.md`, text);
  const steps = stepsOf(runbook).map((step) => ({ ...step, title: filledText(step.title, facts) }));
  return { runbook, steps };
}

/** All steps of a runbook, in order. */
export function stepsOf({ phases }: Runbook): readonly PlacedStep[] {
  const placed = phases.flatMap((phase) => phase.steps.map((step) => ({ ...step, phase })));
  return placed.map((step, index) => ({ ...step, index }));
}

/** The step that a walk stands at; undefined where all are behind. */
export function currentStep(
  walk: Pick<Walk, 'results'>,
  { steps }: WalkedRunbook,
): PlacedStep | undefined {
  return steps[walk.results.length];
}
