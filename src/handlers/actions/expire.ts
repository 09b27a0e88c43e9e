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
  // In the app's home it is seen that it is gone.
  if (view !== undefined) return undefined;
  const after = (await bot.silences()).find((one) => one.id === id) ?? known;
  return listAnswer('It is over:', [silenceRow(after, bot.now())]);
}
