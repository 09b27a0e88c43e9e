import { isAtLeast } from '../../alert/chat-role.ts';
import { expireButton, EXPIRES } from '../actions/expire.ts';
import { silenceRow, standing } from '../commands/silences.ts';
import type { Handling } from '../handling.ts';
import { homeRow, type HomeRow } from './section.ts';

/** The silences that hold or are to come, the first to end first; who may can end them here. */
export async function silenceRows({
  bot,
  asker,
}: Pick<Handling, 'bot' | 'asker'>): Promise<readonly HomeRow[]> {
  const now = bot.now();
  return standing(await bot.silences(), now).map((one) => {
    const mayExpire = isAtLeast(asker.role, EXPIRES) && one.kind !== 'maintenance';
    return { ...homeRow(silenceRow(one, now)), ...(mayExpire && { button: expireButton(one.id) }) };
  });
}
