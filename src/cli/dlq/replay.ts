import type { DeadLetters, KeptLetter, OpenDeadLetters } from '../../app/dead-letters.ts';
import { firstWords } from '../../intake/bounds.ts';
import { replayLetter, type Replayed } from '../../intake/replay.ts';
import { noSuchLetter } from './show.ts';

/** As much of why it was a dead letter as the audit trail keeps. */
const REASON = 200;

/** What is done to a letter by that. */
const ACTIONS = {
  replayed: 'dead-letter-replayed',
  'accepted before': 'dead-letter-discarded',
  'not needed': 'dead-letter-discarded',
  gone: undefined,
  unreadable: undefined,
} as const;

/** `tocsin dlq replay`: the exit status is 1 when one of them could not be replayed. */
export async function replayLetters(
  { letters, now, audit }: OpenDeadLetters,
  ids: readonly string[],
): Promise<void> {
  const results: Replayed[] = [];
  const chosen = ids.length === 0 ? letters.list() : named(letters, ids);
  for await (const letter of chosen) {
    const result = await replayLetter(letters, letter, now());
    if (result === 'unreadable') complain(`${letter.id} stays: it can still not be read`);
    const action = ACTIONS[result];
    const { id: object, messageId, reason } = letter;
    const details = { messageId, reason: firstWords(reason, REASON) };
    if (action !== undefined) await audit({ action, object, details });
    results.push(result);
  }
  process.stdout.write(`${resultText(results)}\n`);
}

async function* named(
  letters: DeadLetters,
  ids: readonly string[],
): AsyncGenerator<KeptLetter, void> {
  for (const id of ids) {
    const letter = await letters.find(id);
    if (letter === undefined) complain(noSuchLetter(id));
    else yield letter;
  }
}

function complain(what: string): void {
  process.stderr.write(`tocsin: ${what}\n`);
  process.exitCode = 1;
}

function resultText(results: readonly Replayed[]): string {
  const count = (result: Replayed) => results.filter((one) => one === result).length;
  const replayed = count('replayed');
  const rest = [
    [count('accepted before'), 'had come by another way'],
    [count('not needed'), 'needed no replay: the bot went on by itself'],
  ] as const;
  return [
    `${replayed} ${replayed === 1 ? 'message' : 'messages'} replayed`,
    ...rest.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`),
  ].join('; ');
}
