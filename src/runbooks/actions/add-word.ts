import type { ActionRuns } from '../../engine/ports/action-runs.ts';
import { BOT, changed } from './changes.ts';

/**
 * Adds a line to a run's story, once: what is known of it later. How it stands stays as it is, so the audit trail
 * hears of it from whoever found it out.
 */
export async function addWord(
  key: string,
  what: string,
  parts: { readonly runs: Pick<ActionRuns, 'find' | 'change'>; readonly now: () => number },
): Promise<void> {
  const { runs, now } = parts;
  const run = await runs.find(key);
  if (run === undefined || run.story.some((moment) => moment.what === what)) return;
  const next = changed(run, run.state, { what }, { at: now(), by: BOT });
  if (!(await runs.change(next))) await addWord(key, what, parts);
}
