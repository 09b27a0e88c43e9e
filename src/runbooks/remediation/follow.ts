import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Attempt } from '../../engine/ports/automation.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import { alertStands, isOver } from './attempts.ts';
import { become, stopWith } from './become.ts';
import { ask, type BeginParts } from './begin.ts';
import type { Binding } from './binding.ts';
import type { Doing } from './doing.ts';
import {
  OFF,
  OVER,
  STOPPED,
  changedText,
  failedText,
  refusedText,
  secondText,
  untakenText,
} from './words.ts';

export interface FollowParts extends Omit<BeginParts, 'runbookFor'> {
  readonly doing: Doing;
  readonly group: (key: string) => Promise<WholeGroup | undefined>;
}

/** Sees what became of the action of an attempt. */
export async function follow(before: Attempt, binding: Binding, parts: FollowParts): Promise<void> {
  const attempt = before.run === undefined ? await ask(before, binding, parts) : before;
  const run = attempt?.run === undefined ? undefined : await parts.doing.find(attempt.run);
  if (attempt === undefined || run === undefined) return;
  if (run.key !== attempt.run) {
    // Somebody else is at work there: from here on it is for people to say.
    const own = { run: run.key, acts: false, what: changedText(binding) };
    return void (await become(attempt, 'asked', own, parts));
  }
  switch (run.state) {
    case 'asked':
    case 'approved':
      return waits(attempt, run, binding, parts);
    case 'succeeded':
      return void (await become(attempt, 'verifying', { doneAt: parts.now(), what: '' }, parts));
    case 'declined':
    case 'expired': {
      const what = untakenText(binding, run);
      return void (await become(attempt, 'not done', { what }, parts));
    }
    case 'failed':
    case 'unknown': {
      const why = run.story.at(-1)?.what ?? '';
      if (run.startedAt !== undefined) {
        return stopWith(attempt, 'failed', failedText(binding, why), parts);
      }
      return void (await become(attempt, 'not done', { what: refusedText(binding, why) }, parts));
    }
    case 'starting':
    case 'running':
      return;
  }
}

/** What waits for a yes, or to be begun: yes is said where nobody has to be asked; what nobody needs is taken back. */
async function waits(
  attempt: Attempt,
  run: ActionRun,
  binding: Binding,
  parts: FollowParts,
): Promise<void> {
  const { automation, doing, group, now } = parts;
  const [whole, { off, stopped }] = await Promise.all([
    group(attempt.group),
    automation.standing(),
  ]);
  const stands = alertStands(attempt, whole, now());
  if (isOver(stands) || off !== undefined || stopped.has(binding.name)) {
    await doing.withdraw(run.key, isOver(stands) ? OVER : off === undefined ? STOPPED : OFF);
    return void (await become(attempt, 'not done', { what: '' }, parts));
  }
  if (attempt.acts !== true || run.state === 'approved' || run.preview === undefined) return;
  // Somebody took it on meanwhile: it is theirs to say.
  if (stands.kind === 'firing' && stands.acknowledgedBy !== undefined) return;
  if ((await doing.approve(run.key)) === 'said') return;
  const own = { acts: false, what: secondText(binding) };
  await become(attempt, 'asked', own, parts);
}
