import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { TimelineLine } from './timeline.ts';

/** What happened to runs of actions: asked for, approved, carried out, and what came of them. */
export function runLines(runs: readonly ActionRun[]): readonly TimelineLine[] {
  return runs.flatMap((run) =>
    run.story.map(({ at, by, what, link }): TimelineLine => {
      const text = `${titleOf(run)}: ${what}`;
      const more = { ...(by !== undefined && { by }), ...(link !== undefined && { link }) };
      return { at, source: 'action', ...more, text };
    }),
  );
}

/** What a run does, in words. */
export function titleOf({ title, about }: Pick<ActionRun, 'title' | 'about'>): string {
  return title ?? about;
}
