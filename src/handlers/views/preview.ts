import type { Bot } from '../../asking/bot.ts';
import { mutesText } from '../mutes-text.ts';
import { sentence } from '../words.ts';
import type { Written } from './silence-form.ts';
import { matchersIn, mistakeOf } from './silence-written.ts';

/** What a silence would mute of what fires now, or why that can't be said: names come from outside. */
export async function previewOf(written: Written, bot: Pick<Bot, 'firing'>): Promise<string> {
  const mistake = mistakeOf(() => matchersIn(written));
  return mistake === undefined
    ? sentence(await mutesText(matchersIn(written), bot))
    : `${mistake}.`;
}
