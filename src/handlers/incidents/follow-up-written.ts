import { Mistake, quoted } from '../../config/mistake.ts';
import type { IncidentWish } from '../../runbooks/incidents/wish.ts';
import type { CommandHandling } from '../commands/command.ts';
import type { Word } from '../commands/words.ts';
import { personMeant } from './people-meant.ts';
import { textOf } from './written.ts';

const HINT = 'write /incident action Test the pool before it is deployed @ana by 2026-12-01';

/**
 * What is to be done afterwards, as somebody wrote it: a text, whoever is mentioned in it last, and `by` with a day
 * at its end; or `done` and a number.
 *
 * @throws Mistake
 */
export async function followUpWritten(
  words: readonly Word[],
  handling: Pick<CommandHandling, 'who' | 'asker'>,
): Promise<IncidentWish> {
  const [first, second] = words;
  if (words.length === 2 && /^done$/iu.test(first?.text ?? '')) return doneWish(second);
  const { due, rest } = dueIn(words);
  const owner = rest.findLast(({ mention }) => mention?.kind === 'user');
  const text = textOf(
    rest.filter((word) => word !== owner),
    'it does not say what is to be done',
    HINT,
  );
  const person = owner === undefined ? undefined : await personMeant(owner, handling);
  return {
    what: 'follow-up',
    text,
    ...(person !== undefined && { owner: person }),
    ...(due !== undefined && { due }),
  };
}

function doneWish(word: Word | undefined): IncidentWish {
  const number = Number(word?.text.replace(/^#/u, ''));
  if (Number.isInteger(number) && number > 0) return { what: 'followed-up', number };
  throw new Mistake(
    `${quoted(word?.text ?? '')} is not the number of something to do`,
    'write /incident action done 1; /incident actions lists them',
  );
}

/** The day at the end, where there is one: only what begins with a digit is taken for a day. */
function dueIn(words: readonly Word[]): { readonly due?: string; readonly rest: readonly Word[] } {
  const at = words.findLastIndex(
    ({ text }, index) => /^by$/iu.test(text) && /^\d/u.test(words[index + 1]?.text ?? ''),
  );
  const day = words[at + 1];
  if (at === -1 || day === undefined) return { rest: words };
  const time = /^\d{4}-\d\d-\d\d$/u.test(day.text) ? Date.parse(day.text) : Number.NaN;
  // JavaScript takes the 31st of February for the 3rd of March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(day.text)) {
    throw new Mistake(`${quoted(day.text)} is not a day`, 'write it such as 2026-12-01');
  }
  return { due: day.text, rest: [...words.slice(0, at), ...words.slice(at + 2)] };
}
