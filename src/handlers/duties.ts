import type { Duty } from '../engine/ports/on-call.ts';
import type { Asker } from './access/access.ts';
import { dutyRow } from './commands/oncall.ts';
import type { Handling } from './handling.ts';
import type { Row } from './list.ts';

/** Whether it is somebody's own turn. */
export function isOf({ slackUser }: Duty, { id }: Asker): boolean {
  return slackUser === id;
}

/** What somebody who asks is on call for; nothing where that can't be found out. */
export async function dutiesOf({
  bot,
  onCall,
  asker,
}: Pick<Handling, 'bot' | 'onCall' | 'asker'>): Promise<readonly Duty[]> {
  const duties = await onCall?.who({ at: bot.now() }).catch(() => []);
  return duties?.filter((duty) => isOf(duty, asker)) ?? [];
}

/** The same as of others, said to the one whose turn it is. */
export function ownDutyRow({ slackUser: _yours, ...duty }: Duty): Row {
  return { ...dutyRow(duty), text: `You are on call for ${duty.schedule}` };
}
