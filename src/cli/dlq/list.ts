import type { OpenDeadLetters } from '../../app/dead-letters.ts';
import { firstWords } from '../../intake/bounds.ts';
import { printable } from '../printable.ts';
import { table } from '../../alert/table.ts';
import { ageText, summaryOf, type LetterSummary } from './summary.ts';

const REASON = 60;
const HEAD = ['ID', 'TIME', 'AGE', 'REASON', 'MESSAGE'];

/** `tocsin dlq list`. */
export async function listLetters({ letters, now }: OpenDeadLetters, json: boolean): Promise<void> {
  const lines: LetterSummary[] = [];
  for await (const letter of letters.list()) lines.push(summaryOf(letter, now()));
  if (json) process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`);
  else if (lines.length > 0) process.stdout.write(`${table([HEAD, ...lines.map(toRow)])}\n`);
  else process.stderr.write('there are no dead letters\n');
}

function toRow({ id, time, ageSeconds, reason, firstWords: words }: LetterSummary) {
  const shortReason = printable(firstWords(reason, REASON));
  return [id, time.replace(/\.\d+/, ''), ageText(ageSeconds), shortReason, printable(words)];
}
