import type { Arrival, OutcomeEvent } from '../engine/event.ts';
import type {
  DeadLetters,
  KeptLetter,
  Replay,
  ReplayResult,
} from '../engine/ports/dead-letters.ts';
import { readMessage } from './read-message.ts';

/**
 * - `not needed`: an event that the bot has made good by itself; the letter is gone
 * - `unreadable`: it can still not be read; the letter stays
 */
export type Replayed = ReplayResult | 'not needed' | 'unreadable';

/**
 * Has a dead letter handled again.
 *
 * @param now epoch milliseconds
 */
export async function replayLetter(
  letters: DeadLetters,
  letter: KeptLetter,
  now: number,
): Promise<Replayed> {
  const replay = replayOf(letter, now);
  if (typeof replay === 'object') return letters.replay(letter, replay);
  if (replay === 'unreadable') return replay;
  return (await letters.discard(letter)) ? replay : 'gone';
}

/**
 * What a dead letter becomes again: read as intake would read it, but neither refused for its age nor
 * for a signature that was checked when it came.
 */
export function replayOf(letter: KeptLetter, now: number): Replay | 'not needed' | 'unreadable' {
  try {
    return letter.isEvent === true ? ofEvent(letter) : ofMessage(letter, now);
  } catch {
    return 'unreadable';
  }
}

function ofMessage({ messageId: known, body, at }: KeptLetter, now: number): Replay {
  const { messageId, event } = readMessage(body, { messageId: known, receivedAt: now, sentAt: at });
  return { messageId, event };
}

/**
 * Only signals are needed again. A flush or a delivery's outcome that the rules could not handle left
 * its group with a flush to come (`engine.ts`), and by now would speak of what is long past.
 */
function ofEvent({ body }: KeptLetter): Replay | 'not needed' {
  const event: Arrival | OutcomeEvent | { readonly type: 'flush' } = JSON.parse(body);
  return event.type === 'signals' ? { event } : 'not needed';
}
