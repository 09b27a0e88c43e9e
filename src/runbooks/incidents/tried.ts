import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import { titleOf } from './run-lines.ts';

/** A walk through a runbook, as a report has it. Texts are what people wrote. */
export interface TriedWalk {
  readonly title: string;
  readonly state: Walk['state'];
  readonly at: number;
  readonly by: string;
  readonly steps: readonly TriedStep[];
}

export interface TriedStep {
  readonly title: string;
  readonly kind: 'done' | 'skipped' | 'failed';
  readonly by: string;
  readonly answer?: string;
  /** Why it was skipped, what happened. */
  readonly note?: string;
}

/** An action that was asked for. */
export interface TriedAction {
  readonly title: string;
  readonly state: ActionRun['state'];
  readonly at: number;
  /** Who asked for it, by their name. */
  readonly by?: string;
  /** What it changed, or would have. */
  readonly change?: string;
  /** What was last said of it. */
  readonly outcome?: string;
  readonly link?: string;
}

/** What was tried by runbooks, the oldest first. */
export function triedWalks(walks: readonly Walk[]): readonly TriedWalk[] {
  return walks
    .map((walk) => {
      const { title, state, at, by, results } = walk;
      return {
        title,
        state,
        at,
        by: by.name,
        steps: results.map((_, index) => stepOf(walk, index)),
      };
    })
    .toSorted((a, b) => a.at - b.at);
}

function stepOf({ results, story }: Walk, index: number): TriedStep {
  const title = story.find(({ step }) => step?.index === index)?.step?.title;
  const { kind = 'done', by, answer, note } = results[index] ?? {};
  return {
    title: title ?? `Step ${index + 1}`,
    kind,
    by: by?.name ?? '',
    ...(answer !== undefined && { answer }),
    ...(note !== undefined && { note }),
  };
}

/** What was tried by actions, the oldest first. */
export function triedActions(runs: readonly ActionRun[]): readonly TriedAction[] {
  return runs
    .map((run): TriedAction => {
      const { state, askedAt: at, story, preview } = run;
      const [first, last] = [story[0], story.at(-1)];
      const change =
        preview?.after === undefined ? undefined : `${preview.before} → ${preview.after}`;
      return {
        title: titleOf(run),
        state,
        at,
        ...(first?.by !== undefined && { by: first.by }),
        ...(change !== undefined && { change }),
        ...(last !== undefined && last !== first && { outcome: last.what }),
        ...(last?.link !== undefined && { link: last.link }),
      };
    })
    .toSorted((a, b) => a.at - b.at);
}
