import { improvementIn, type Difference, type Improvement } from './improvements.ts';
import type { Setup } from './ours.ts';
import { DURATION, type Told } from './scenario.ts';

/** How far two notifications may be apart to be one and the same, in seconds. */
const TOLERANCE = 0.45;
/** What comes later may have been cut off. */
const END = DURATION - 1;

/** How what two programs told in a scenario compares. */
export interface Verdict {
  /** Where ours is better on purpose. From there on a group is not compared: its past differs. */
  readonly improvements: readonly Improvement[];
  /** What nobody has a reason for. */
  readonly disagreements: readonly Difference[];
}

/** Compares what was told, group by group and receiver by receiver. */
export function compare(theirs: readonly Told[], ours: readonly Told[], setup: Setup): Verdict {
  const lines = new Set([...theirs, ...ours].map(({ to }) => to));
  const improvements: Improvement[] = [];
  const disagreements: Difference[] = [];
  for (const line of lines) {
    const [one, other] = [theirs, ours].map((all) => all.filter(({ to }) => to === line));
    const difference = firstDifference(one ?? [], other ?? []);
    if (difference === undefined) continue;
    const improvement = improvementIn(difference, setup);
    if (improvement === undefined) disagreements.push(difference);
    else improvements.push(improvement);
  }
  return { improvements, disagreements };
}

function firstDifference(theirs: readonly Told[], ours: readonly Told[]): Difference | undefined {
  for (let index = 0; ; index += 1) {
    const [one, other] = [theirs[index], ours[index]];
    const [first, second] = [one?.at ?? Infinity, other?.at ?? Infinity];
    if (Math.min(first, second) > END) return undefined;
    const isAtOnce = Math.abs(first - second) <= TOLERANCE;
    if (isAtOnce && one?.alerts.join() === other?.alerts.join()) continue;
    return {
      before: ours.slice(0, index),
      ...(one !== undefined && (isAtOnce || first < second) && { theirs: one }),
      ...(other !== undefined && (isAtOnce || second < first) && { ours: other }),
    };
  }
}
