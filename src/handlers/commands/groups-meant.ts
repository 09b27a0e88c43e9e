import type { Acknowledgement, Group } from '../../alert/group.ts';
import { labelsText } from '../../alert/labels.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import { meantGroups } from '../../asking/meant-groups.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { CommandHandling } from './command.ts';
import { isMatcher, matchersIn } from './matchers.ts';
import type { Word } from './words.ts';

/** Which group is meant without a word: the only one that fires and is so. */
export interface Unnamed {
  readonly holds: (owner: Acknowledgement | undefined) => boolean;
  /** Ends "nothing fires that …". */
  readonly said: string;
}

/**
 * The groups that are meant by a key, the beginning of a key, or matchers; without a word the only one
 * that fires and is as `unnamed` says.
 *
 * @throws Mistake that names those that may be meant
 */
export async function groupsMeant(
  words: readonly Word[],
  unnamed: Unnamed,
  { bot }: Pick<CommandHandling, 'bot'>,
): Promise<readonly WholeGroup[]> {
  const [first, ...others] = words;
  if (first === undefined) return [await onlyOne(unnamed, bot)];
  const byLabels = words.some(isMatcher);
  const stray = byLabels ? words.find((one) => !isMatcher(one)) : others[0];
  if (stray !== undefined) {
    const hint = 'write the key of one group, or matchers such as team="data"';
    throw new Mistake(`${quoted(stray.text)} is too much`, hint);
  }
  const text = words.map(({ raw }) => raw).join(' ');
  const matchers = byLabels ? matchersIn(words) : undefined;
  const found = await meantGroups({ text, matchers }, bot);
  if (!('meant' in found)) return found;
  const what =
    found.meant === 'several'
      ? `${text} may be one of several groups`
      : `there is no group ${text}`;
  const like = found.meant === 'several' ? 'write which' : 'the nearest are';
  throw new Mistake(what, hintFor(like, found.nearest));
}

async function onlyOne({ holds, said }: Unnamed, bot: CommandHandling['bot']): Promise<WholeGroup> {
  const now = bot.now();
  const meant: WholeGroup[] = [];
  for await (const whole of bot.groups()) {
    const isMeant = holds(whole.group.acknowledged) && firingMembers(whole, now).length > 0;
    if (isMeant) meant.push(whole);
  }
  const [first, ...others] = meant;
  if (first !== undefined && others.length === 0) return first;
  if (first === undefined) {
    throw new Mistake(`nothing fires that ${said}`, '/alerts lists what fires');
  }
  const what = `${meant.length} groups fire that ${said}`;
  throw new Mistake(
    what,
    hintFor(
      'write which',
      meant.slice(0, 5).map(({ group }) => group),
    ),
  );
}

function hintFor(head: string, groups: readonly Group[]): string {
  const names = groups.map(({ key, labels }) => `${key} ${labelsText(labels)}`);
  return names.length === 0 ? 'there are none now' : `${head} ${names.join('; ')}`;
}
