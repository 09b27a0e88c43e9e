import { Mistake } from '../../config/mistake.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { Answer } from '../answer.ts';
import type { CommandHandling } from '../commands/command.ts';
import { groupsMeant, type Unnamed } from '../commands/groups-meant.ts';
import type { Word } from '../commands/words.ts';
import { messageLink } from '../message-link.ts';
import { wordAbout } from '../words.ts';
import { doWish } from './do-wish.ts';
import { seenGroup } from './seen-group.ts';
import { headingOf } from './words.ts';

const ANY: Unnamed = { holds: () => true, said: 'could belong to it' };

/** The groups that are meant belong to an incident from now on. */
export async function attached(
  { id }: Incident,
  words: readonly Word[],
  handling: CommandHandling,
): Promise<Answer> {
  const { bot, slack, request } = handling;
  const answers: Answer[] = [];
  for (const whole of await groupsMeant(words, ANY, handling)) {
    const { key } = whole.group;
    const group = seenGroup(whole, bot.now(), await messageLink(whole.group, slack));
    const wish = { what: 'attached', group } as const;
    const came = await doWish(id, wish, handling, `${request.traceId}/${key}`);
    answers.push(
      'answer' in came
        ? came.answer
        : wordAbout(`${group.title} belongs to ${headingOf(came.incident)}`),
    );
  }
  return together(answers);
}

/** The groups that are meant do not belong to an incident; those that are gone are meant by their keys. */
export async function detached(
  { id, groups }: Incident,
  words: readonly Word[],
  handling: CommandHandling,
): Promise<Answer> {
  const text = words.map((word) => word.text).join(' ');
  const meant = groups.filter(({ key }) => text === '' || key.startsWith(text));
  const [only, ...others] = meant;
  if (only === undefined || others.length > 0) {
    const all = groups.map(({ key, title }) => `${key} (${title})`).join(', ');
    const hint = groups.length === 0 ? 'it has no alerts' : `write which: ${all}`;
    throw new Mistake(`that is not one of the alerts of ${id}`, hint);
  }
  const wish = { what: 'detached', group: only.key } as const;
  const came = await doWish(id, wish, handling, handling.request.traceId);
  return 'answer' in came ? came.answer : wordAbout(`${only.title} is no part of ${id} any more`);
}

function together(answers: readonly Answer[]): Answer {
  return {
    text: answers.map(({ text }) => text).join('\n'),
    blocks: answers.flatMap(({ blocks = [] }) => blocks),
  };
}
