import type { KnownBlock } from '@slack/types';
import { dutyRow } from '../commands/oncall.ts';
import type { Handling } from '../handling.ts';
import { homeRow, part } from './section.ts';

/** Who is on call; nothing where no schedule is configured. */
export async function onCallBlocks({
  bot,
  onCall,
}: Pick<Handling, 'bot' | 'onCall'>): Promise<readonly KnownBlock[]> {
  if (onCall === undefined) return [];
  try {
    const duties = await onCall.who({ at: bot.now() });
    return part(
      'On call',
      duties.map((duty) => homeRow(dutyRow(duty))),
      'Nobody is on call now.',
    );
  } catch {
    // The rest of the home is no less worth seeing.
    return part('On call', [], 'That can not be found out now.');
  }
}
