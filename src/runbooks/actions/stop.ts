import type { ActionRuns } from '../../engine/ports/action-runs.ts';
import { changed, deedOf, type Changer } from './changes.ts';
import type { Decided } from './decide.ts';

/** That somebody wants what runs to be stopped. */
export async function wantStopped(
  key: string,
  by: Changer,
  parts: { readonly runs: Pick<ActionRuns, 'find' | 'change'>; readonly now: () => number },
): Promise<Decided> {
  const { runs, now } = parts;
  const run = await runs.find(key);
  if (run === undefined) return { kind: 'gone' };
  if (run.state !== 'running' || ['wanted', 'told'].includes(run.stopping ?? '')) {
    return { kind: 'over', run };
  }
  const becomes = { what: 'It is to be stopped.', stopping: 'wanted' } as const;
  const next = changed(run, 'running', becomes, { at: now(), by });
  if (await runs.change(next, deedOf(next, by))) return { kind: 'done', run: next };
  return wantStopped(key, by, parts);
}
