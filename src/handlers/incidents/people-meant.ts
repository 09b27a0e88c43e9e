import { Mistake, quoted } from '../../config/mistake.ts';
import type { IncidentPerson } from '../../engine/ports/incidents.ts';
import type { Word } from '../commands/words.ts';
import type { Handling } from '../handling.ts';

/** Words that say that somebody means themselves, and that nobody is meant. */
const ME: ReadonlySet<string> = new Set(['me', 'myself', '@me']);
const NOBODY: ReadonlySet<string> = new Set(['nobody', 'none', 'no-one', '-']);

/**
 * Whom a word means: somebody from Slack's list, `me`, or `nobody` (undefined). Without a word who asks.
 *
 * @throws Mistake for a name that Slack did not turn into somebody
 */
export async function personMeant(
  word: Word | undefined,
  handling: Pick<Handling, 'who' | 'asker'>,
): Promise<IncidentPerson | undefined> {
  const { name, actor } = handling.asker;
  if (word === undefined || ME.has(word.text.toLowerCase())) return { name, actor };
  if (NOBODY.has(word.text.toLowerCase())) return undefined;
  if (word.mention?.kind === 'user') return personWith(word.mention.id, handling);
  throw new Mistake(
    `${quoted(word.text)} is nobody that Slack knows`,
    'write @ and pick them from the list, or me, or nobody',
  );
}

/** Somebody by their id, whatever they may do here: who leads need not ask the bot. */
export async function personWith(
  id: string,
  { who, asker }: Pick<Handling, 'who' | 'asker'>,
): Promise<IncidentPerson> {
  const { name, actor } = id === asker.id ? asker : await who({ id, name: id });
  return { name, actor };
}
