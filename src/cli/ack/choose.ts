import type { Labels } from '../../alert/labels.ts';
import { matcher } from '../../alert/matcher.ts';
import type { WholeGroup } from '../../app/explain.ts';
import type { RunningBot } from '../../app/running-bot.ts';
import { meantGroups } from '../../asking/meant-groups.ts';
import { notChosen } from '../explain/choose.ts';

/**
 * The groups that are meant by a key, the beginning of a key, or labels.
 *
 * @param labels read from the text if it is labels
 * @throws Error that names those that may be meant
 */
export async function groupsNamed(
  text: string,
  labels: Labels | undefined,
  bot: RunningBot,
): Promise<readonly WholeGroup[]> {
  const matchers =
    labels && Object.entries(labels).map(([name, value]) => matcher(name, '=', value));
  const found = await meantGroups({ text, matchers }, bot);
  if ('meant' in found) throw new Error(notChosen(text, found));
  return found;
}
