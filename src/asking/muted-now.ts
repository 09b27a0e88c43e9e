import { matchesAll, type Matcher } from '../alert/matcher.ts';
import type { FiringAlert } from '../rules/firing.ts';
import type { Bot } from './bot.ts';

/** The alerts that fire now and for which the matchers hold. */
export async function mutedNow(
  matchers: readonly Matcher[],
  bot: Pick<Bot, 'firing'>,
): Promise<readonly FiringAlert[]> {
  return (await bot.firing()).filter(({ labels }) => matchesAll(matchers, labels));
}
