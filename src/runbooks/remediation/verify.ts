import type { Attempt } from '../../engine/ports/automation.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { alertStands, isOver } from './attempts.ts';
import { become, stopWith, type BecomeParts } from './become.ts';
import type { Binding } from './binding.ts';
import { helpedText, noHelpText, withoutFigures } from './words.ts';

/** Figures are of whole minutes, and who keeps them charges for each look: so often, in milliseconds. */
const CHECK_EVERY = 30_000;

export interface VerifyParts extends BecomeParts {
  readonly group: (key: string) => Promise<WholeGroup | undefined>;
  /** Whether the alert of an attempt fires, in whatever group it is by now. */
  readonly isFiring: (attempt: Attempt) => Promise<boolean>;
  /** Looks at the figures that say whether it helped. */
  readonly check: (attempt: Attempt, binding: Binding) => Promise<CheckResult | undefined>;
  /** Told of what failed where that keeps nothing from going on. */
  readonly onError: (error: unknown) => void;
}

/** Sees whether the action of an attempt helped, by figures where its binding has them. */
export async function verify(attempt: Attempt, binding: Binding, parts: VerifyParts) {
  const { automation, check: look, group, now } = parts;
  const after = now() - (attempt.doneAt ?? attempt.at);
  const { check, within } = binding.verify;
  if (check === undefined) {
    const stands = alertStands(attempt, await group(attempt.group), now());
    const isStill = stands.kind === 'gone' && (await parts.isFiring(attempt));
    if (isOver(stands) && !isStill) return helped(undefined);
    if (after >= within) await stopWith(attempt, 'no help', noHelpText(binding, undefined), parts);
    return;
  }
  // Figures from before the action say nothing of it.
  if (after < check.over) return;
  const isLast = after >= within;
  if (!isLast && now() - (attempt.checkedAt ?? 0) < CHECK_EVERY) return;
  const result = await look(attempt, binding).catch((error: unknown) => {
    parts.onError(error);
    return withoutFigures(check);
  });
  if (result?.passes === true) return helped(result);
  if (isLast) return stopWith(attempt, 'no help', noHelpText(binding, result), parts);
  await automation.change({ ...attempt, checkedAt: now(), revision: attempt.revision + 1 });

  async function helped(result: CheckResult | undefined): Promise<void> {
    const what = helpedText(binding, after, result);
    await become(attempt, 'helped', { what }, parts);
  }
}
