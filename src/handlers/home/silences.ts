import { isAtLeast } from '../../alert/chat-role.ts';
import { silenceState } from '../../alert/silence.ts';
import { expireButton, EXPIRES } from '../actions/expire.ts';
import { silenceRow, standing } from '../commands/silences.ts';
import type { Handling } from '../handling.ts';
import type { HomeRow } from './section.ts';

/** The silences that hold, the first to end first; who may can end them here. */
export async function silenceRows({
  bot,
  asker,
}: Pick<Handling, 'bot' | 'asker'>): Promise<readonly HomeRow[]> {
  const now = bot.now();
  const holding = standing(await bot.silences(), now).filter(
    (one) => silenceState(one, now) === 'active',
  );
  return holding.map((one) => {
    const mayExpire = isAtLeast(asker.role, EXPIRES) && one.kind !== 'maintenance';
    return { ...silenceRow(one, now), ...(mayExpire && { button: expireButton(one.id) }) };
  });
}
