import { Mistake } from '../../config/mistake.ts';
import { isOpen, type ActionRun, type ActionRuns } from '../../engine/ports/action-runs.ts';
import type { Action } from './action.ts';
import { howToAllow, ruleFor } from './allow.ts';
import type { AskParts } from './ask.ts';
import type { Changer } from './changes.ts';
import { APPROVED_WITHIN, draftOf } from './draft.ts';
import { keyOf, openRun, type Asked } from './open-run.ts';

export interface UndoParts extends Pick<AskParts, 'now' | 'actionOf' | 'allowed'> {
  readonly runs: Pick<ActionRuns, 'find' | 'open'>;
}

/**
 * Asks for a run to be taken back: by another run of the same action, with what was there before, which is shown and
 * approved as any other. What was taken back is not taken back again. It counts for no limit.
 *
 * @throws Mistake for what can't be taken back
 */
export async function askUndo(run: ActionRun, by: Changer, parts: UndoParts): Promise<Asked> {
  const { runs, actionOf, allowed } = parts;
  const action = await actionOf(run.action);
  const params = inverseOf(run, action);
  if (action === undefined || params === undefined) {
    throw new Mistake('this can not be taken back', 'ask for what you want in its place');
  }
  const rule = ruleFor(action, params, allowed.rules);
  if (rule === undefined) {
    throw new Mistake('the config does not allow it any more', howToAllow(action, params));
  }
  const key = await undoKey(run.key, runs);
  const before = await runs.find(key);
  if (before !== undefined) return { key, inTheWay: { kind: 'open', run: before } };
  const { role = 'operator', secondPerson = false, subject, place, title = run.about } = run;
  const occasion = {
    role,
    secondPerson,
    why: [`It takes back: ${title}.`],
    ...(subject && { subject }),
    ...(place && { place }),
  };
  const draft = { ...draftOf(action, params, rule, occasion), key, undoes: run.key };
  return openRun(draft, { by, approvedWithin: APPROVED_WITHIN }, parts);
}

/** The parameters that take a run back, whatever became of it; undefined where there are none. */
export function inverseOf(
  { undoes, params, preview }: Pick<ActionRun, 'undoes' | 'params' | 'preview'>,
  action: Pick<Action, 'inverse'> | undefined,
): unknown {
  if (undoes !== undefined || preview?.was === undefined) return undefined;
  return action?.inverse?.(params, preview.was);
}

/** The key of the next attempt to take a run back: that of one that is under way, or that was not in vain. */
export async function undoKey(of: string, runs: Pick<ActionRuns, 'find'>): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const key = keyOf('undo', of, String(attempt));
    const run = await runs.find(key);
    if (run === undefined || isOpen(run) || ['succeeded', 'unknown'].includes(run.state))
      return key;
  }
}
