import { alertCount, namesText } from '../../alert/worst-first.ts';
import type { Bot } from '../../asking/bot.ts';
import { mutedNow } from '../../asking/muted-now.ts';
import { matchersIn, mistakeOf, type Written } from './silence-form.ts';

/** What a silence would mute of what fires now, or why that can't be said: names come from outside. */
export async function previewOf(written: Written, bot: Pick<Bot, 'firing'>): Promise<string> {
  const mistake = mistakeOf(() => matchersIn(written));
  if (mistake !== undefined) return `${mistake}.`;
  const muted = await mutedNow(matchersIn(written), bot);
  if (muted.length === 0) return 'Mutes nothing that fires now.';
  const fire = muted.length === 1 ? 'fires' : 'fire';
  return `Mutes ${alertCount(muted.length)} that ${fire} now: ${namesText(muted)}.`;
}
