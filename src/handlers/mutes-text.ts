import type { Matcher } from '../alert/matcher.ts';
import { alertCount, namesText } from '../alert/worst-first.ts';
import type { Bot } from '../asking/bot.ts';
import { mutedNow } from '../asking/muted-now.ts';

/** What a silence mutes of what fires now: `mutes 2 alerts that fire now: …`. Names come from outside. */
export async function mutesText(
  matchers: readonly Matcher[],
  bot: Pick<Bot, 'firing'>,
  does: 'mutes' | 'would mute' = 'mutes',
): Promise<string> {
  const muted = await mutedNow(matchers, bot);
  if (muted.length === 0) return `${does} nothing that fires now.`;
  const fire = muted.length === 1 ? 'fires' : 'fire';
  return `${does} ${alertCount(muted.length)} that ${fire} now: ${namesText(muted)}.`;
}
