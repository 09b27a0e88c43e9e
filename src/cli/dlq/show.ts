import type { OpenDeadLetters } from '../../app/dead-letters.ts';
import { printable } from '../printable.ts';
import { ageText, summaryOf } from './summary.ts';

/** `tocsin dlq show`. @throws Error when there is no such letter. */
export async function showLetter(
  { letters, now }: OpenDeadLetters,
  id: string,
  json: boolean,
): Promise<void> {
  const letter = await letters.find(id);
  if (letter === undefined) throw new Error(noSuchLetter(id));
  const { firstWords: _, ...head } = summaryOf(letter, now());
  const { body } = letter;
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...head, body }, null, 2)}\n`);
    return;
  }
  const lines = [
    `id       ${head.id}`,
    `message  ${head.messageId}`,
    `time     ${head.time} (${ageText(head.ageSeconds)} ago)`,
    `reason   ${head.reason}`,
    '',
    ...body.split('\n'),
  ];
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

/** What to say of an id that is not on the list. */
export function noSuchLetter(id: string): string {
  return `there is no dead letter ${printable(id)}: \`tocsin dlq list\` shows those there are`;
}
