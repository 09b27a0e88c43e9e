import type { KnownBlock } from '@slack/types';
import { dutyRow } from '../commands/oncall.ts';
import { isOf, ownDutyRow } from '../duties.ts';
import type { Handling } from '../handling.ts';
import { homeRow, part } from './section.ts';

/** Who is on call, you first; nothing where no schedule is configured. */
export async function onCallBlocks({
  bot,
  onCall,
  asker,
}: Pick<Handling, 'bot' | 'onCall' | 'asker'>): Promise<readonly KnownBlock[]> {
  if (onCall === undefined) return [];
  try {
    const duties = await onCall.who({ at: bot.now() });
    const own = duties.filter((duty) => isOf(duty, asker));
    const others = duties.filter((duty) => !isOf(duty, asker));
    const rows = [...own.map(ownDutyRow), ...others.map(dutyRow)];
    return part('On call', rows.map(homeRow), 'Nobody is on call now.');
  } catch {
    // The rest of the home is no less worth seeing.
    return part('On call', [], 'That can not be found out now.');
  }
}
