import { stepsOf, type Matcher } from '../alert/matcher.ts';
import { Mistake } from '../config/mistake.ts';

/**
 * The steps that all patterns may have together. Each may be taken for each character of each label, and
 * nothing else is done meanwhile: about a third of a second for the longest label.
 */
const MOST_STEPS = 3_000;

/** The steps that a text may come to before it is even read: that takes a quarter of a second. */
const MOST_STEPS_READ = 200_000;

/** RE2 refuses to repeat a thing more often, also by repeating what repeats. */
const MOST_REPEATS = 1_000;
const REPEAT = /\{(\d+)(?:,(\d*))?\}/gu;

/**
 * Refuses what would take long to read, by the most that it can come to.
 *
 * @throws Mistake
 */
export function checkReadable(texts: readonly string[]): void {
  const text = texts.join(' ');
  let repeats = 1;
  for (const [, least, most] of text.matchAll(REPEAT)) repeats *= Number(most || least) || 1;
  if (text.length * Math.min(repeats, MOST_REPEATS) > MOST_STEPS_READ) throw tooCostly();
}

/**
 * Refuses what would take long to match: linear time is no promise of little time, and `.{0,1000}` a
 * hundred times takes seconds for one label.
 *
 * @throws Mistake
 */
export function checkCost(matchers: readonly Matcher[]): void {
  const steps = matchers.reduce((sum, one) => sum + stepsOf(one), 0);
  if (steps > MOST_STEPS) throw tooCostly();
}

function tooCostly(): Mistake {
  const hint = 'repeat less, write .* for .{0,1000}, or name fewer alternatives';
  return new Mistake('these patterns are too costly to match', hint);
}
