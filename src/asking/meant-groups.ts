import type { Group } from '../alert/group.ts';
import { matchesAll, type Matcher } from '../alert/matcher.ts';
import type { WholeGroup } from '../engine/ports/groups.ts';
import { firingIn } from '../rules/firing.ts';
import type { Bot } from './bot.ts';
import { chooseGroup, nearestGroups, type NotChosen } from './choose-group.ts';

/** What somebody names groups by: a key or the beginning of one, or what their alerts have in common. */
export interface Naming {
  readonly text: string;
  /** Read from the text, if it is matchers. */
  readonly matchers: readonly Matcher[] | undefined;
}

/**
 * The groups that are meant: the one with a key, or the only one whose key begins so; by matchers all
 * whose labels they are about and hold for, on whatever routes, else all in which an alert fires that
 * they hold for. If none, or not one, those that may be meant.
 */
export async function meantGroups(
  { text, matchers }: Naming,
  bot: Bot,
): Promise<readonly WholeGroup[] | NotChosen> {
  const all: WholeGroup[] = [];
  for await (const whole of bot.groups()) all.push(whole);
  const groups = all.map(({ group }) => group);
  if (matchers === undefined) {
    const choice = chooseGroup(text, undefined, groups);
    return 'key' in choice ? all.filter(({ group }) => group.key === choice.key) : choice;
  }
  const now = bot.now();
  const live = all
    .map((whole) => ({ whole, firing: firingIn(whole.group, whole.members, now) }))
    .filter(({ firing }) => firing.length > 0);
  const grouped = live.filter(({ whole }) => isAbout(matchers, whole.group));
  const holding = live.filter(({ firing }) =>
    firing.some((alert) => matchesAll(matchers, alert.labels)),
  );
  const found = grouped.length > 0 ? grouped : holding;
  if (found.length > 0) return found.map(({ whole }) => whole);
  const words = matchers.map(({ value }) => value);
  return { meant: 'none', nearest: nearestGroups(words, groups) };
}

/** Whether matchers name only labels that a group is grouped by, and hold for it. */
function isAbout(matchers: readonly Matcher[], { labels }: Group): boolean {
  return matchers.every(({ name }) => Object.hasOwn(labels, name)) && matchesAll(matchers, labels);
}
