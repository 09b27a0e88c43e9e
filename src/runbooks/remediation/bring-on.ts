import type { Attempt } from '../../engine/ports/automation.ts';
import { become } from './become.ts';
import { begin, type BeginParts } from './begin.ts';
import type { Binding } from './binding.ts';
import { follow, type FollowParts } from './follow.ts';
import { verify, type VerifyParts } from './verify.ts';
import { GONE } from './words.ts';

export type BringOnParts = BeginParts & FollowParts & VerifyParts;

/**
 * Brings an attempt on, as far as it goes at the moment; to be called for each under way, now and then.
 *
 * @param seen finds the group of an attempt that waits; who answers an alert looks at it anew
 */
export async function bringOn(
  attempt: Attempt,
  binding: Binding,
  parts: BringOnParts,
  seen: BringOnParts['group'],
): Promise<void> {
  switch (attempt.state) {
    case 'waiting':
      return begin(attempt, binding, await seen(attempt.group), parts);
    case 'asked':
      return follow(attempt, binding, parts);
    case 'verifying':
      return verify(attempt, binding, parts);
    default:
      return;
  }
}

/**
 * Ends an attempt that nobody brings on any more. What is being done by then is done.
 *
 * @param what why, where people should hear it
 */
export async function abandon(attempt: Attempt, what: string, parts: BringOnParts): Promise<void> {
  if (attempt.run !== undefined) await parts.doing.withdraw(attempt.run, GONE);
  await become(attempt, 'not done', { what }, parts);
}
