import { setTimeout as sleep } from 'node:timers/promises';
import type { Button } from '@slack/types';
import { silenceState } from '../../alert/silence.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { Answer } from '../answer.ts';
import { silenceRow } from '../commands/silences.ts';
import type { Handling } from '../handling.ts';
import { listAnswer } from '../list.ts';
import type { Action } from '../registry.ts';
import type { ActionRequest } from '../request.ts';

const EXPIRE = 'silence:expire';
/** Milliseconds. */
const CLOCKS_DIFFER = 200;

/** Ends a silence now. */
export function expireButton(id: string): Button {
  return { type: 'button', action_id: EXPIRE, value: id, text: plain('Expire', 75) };
}

/** Who may end silences with a button. */
export const EXPIRES = 'responder';

export const EXPIRE_BUTTON: Action = {
  id: EXPIRE,
  prepare: (handling) => ({
    role: EXPIRES,
    run: () => expired(handling),
    showsAtHome: true,
  }),
};

async function expired({
  bot,
  asker,
  request: { traceId, value: id = '', view },
}: Handling<ActionRequest>): Promise<Answer | undefined> {
  const known = (await bot.silences()).find((one) => one.id === id);
  if (known === undefined || known.kind === 'maintenance') {
    throw new Mistake(`there is no silence ${quoted(id)}`, '/silence list shows those there are');
  }
  if (silenceState(known, bot.now()) === 'expired') return { text: 'It is over already.' };
  const wish = { type: 'expire-silence', traceId, id, by: asker.name } as const;
  await bot.ask({ ...wish, actor: asker.actor }, `${traceId}/expire/${id}`);
  const after = (await bot.silences()).find((one) => one.id === id) ?? known;
  // It ended by the store's clock, of which ours is an estimate: what is shown next is not to be too early.
  await sleep(Math.min(Math.max(after.endsAt - bot.now(), 0), CLOCKS_DIFFER));
  // In the app's home it is seen that it is gone.
  if (view !== undefined) return undefined;
  return listAnswer('It is over:', [silenceRow(after, bot.now())]);
}
