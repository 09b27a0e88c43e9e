import type { Labels } from '../../alert/labels.ts';
import type { RunningBot } from '../../app/running-bot.ts';
import type { WholeGroup } from '../../app/explain.ts';
import { firingIn } from '../../rules/firing.ts';
import { chooseGroup, has, notChosen } from '../explain/choose.ts';

/**
 * The groups that are meant: the one with a key, or the only one whose key begins so; by labels all
 * that are grouped by these, on whatever routes, else all in which an alert that fires has them.
 *
 * @param labels read from the text if it is labels
 * @throws Error that names those that may be meant
 */
export async function meantGroups(
  text: string,
  labels: Labels | undefined,
  bot: RunningBot,
): Promise<readonly WholeGroup[]> {
  const all: WholeGroup[] = [];
  for await (const whole of bot.groups()) all.push(whole);
  if (labels !== undefined) {
    const now = bot.now();
    const live = all.map((whole) => ({ whole, firing: firingIn(whole.group, whole.members, now) }));
    const grouped = live.filter(
      ({ whole, firing }) => firing.length > 0 && has(whole.group.labels, labels),
    );
    const found =
      grouped.length > 0
        ? grouped
        : live.filter(({ firing }) => firing.some((alert) => has(alert.labels, labels)));
    if (found.length > 0) return found.map(({ whole }) => whole);
  }
  const groups = all.map(({ group }) => group);
  const choice = chooseGroup(text, labels, groups);
  if (!('key' in choice)) throw new Error(notChosen(text, choice));
  return all.filter(({ group }) => group.key === choice.key);
}
