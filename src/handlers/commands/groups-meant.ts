import type { Group } from '../../alert/group.ts';
import { labelsText } from '../../alert/labels.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import { meantGroups } from '../../asking/meant-groups.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { CommandHandling } from './command.ts';
import { isMatcher, matchersIn } from './matchers.ts';
import type { Word } from './words.ts';

/**
 * The groups that are meant by a key, the beginning of a key, or matchers; without a word the only one
 * that fires.
 *
 * @throws Mistake that names those that may be meant
 */
export async function groupsMeant(
  words: readonly Word[],
  { bot }: Pick<CommandHandling, 'bot'>,
): Promise<readonly WholeGroup[]> {
  const [first, ...others] = words;
  if (first === undefined) return [await onlyOne(bot)];
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

async function onlyOne(bot: CommandHandling['bot']): Promise<WholeGroup> {
  const now = bot.now();
  const open: WholeGroup[] = [];
  for await (const whole of bot.groups()) {
    const isOpen = whole.group.acknowledged === undefined && firingMembers(whole, now).length > 0;
    if (isOpen) open.push(whole);
  }
  const [first, ...others] = open;
  if (first !== undefined && others.length === 0) return first;
  if (first === undefined) {
    throw new Mistake('nothing fires that nobody has on', '/alerts lists what fires');
  }
  const what = `${open.length} groups fire that nobody has on`;
  throw new Mistake(
    what,
    hintFor(
      'write which',
      open.slice(0, 5).map(({ group }) => group),
    ),
  );
}

function hintFor(head: string, groups: readonly Group[]): string {
  const names = groups.map(({ key, labels }) => `${key} ${labelsText(labels)}`);
  return names.length === 0 ? 'there are none now' : `${head} ${names.join('; ')}`;
}
