import { matchesAll, type Matcher } from '../alert/matcher.ts';
import type { Bot } from './bot.ts';
import { firingMembers } from './firing-members.ts';

/** So many groups show a silence at once; the others show it at their next flush. */
const AT_ONCE = 200;

/** The keys of groups in which a silence would mute something from now on. */
export async function groupsSilenced(
  matchers: readonly Matcher[],
  bot: Pick<Bot, 'groups' | 'now'>,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const whole of bot.groups()) {
    const told = firingMembers(whole, bot.now()).filter(({ isMuted }) => !isMuted);
    if (told.some(({ labels }) => matchesAll(matchers, labels))) keys.push(whole.group.key);
    if (keys.length === AT_ONCE) break;
  }
  return keys;
}
