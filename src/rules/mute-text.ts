import type { Member, Mute } from '../alert/group.ts';
import { matcherText } from '../alert/matcher.ts';
import type { Policy } from './policy.ts';

/** So many mutes of a group are named. */
const NAMED = 3;

/** What keeps an alert from being told, in words: `the silence 1f3a9c2e`. */
export function muteText({ by, id }: Mute, { inhibitRules }: Policy): string {
  switch (by) {
    case 'silence':
      return `the silence ${id}`;
    case 'maintenance':
      return `the maintenance ${JSON.stringify(id)}`;
    case 'time':
      return `the times of its route (${id})`;
    case 'inhibition': {
      if (id.startsWith('composite.')) return 'a composite alarm that fires';
      const rule = inhibitRules.find((one) => id.startsWith(`${one.id}.`));
      const source = rule?.name ?? rule?.source.map(matcherText).join(', ');
      return `an alert that inhibits it (${source ?? 'by a rule that is no more'})`;
    }
  }
}

/** What mutes a group's members, each once: nothing where none is muted. */
export function mutesText(members: Iterable<Member>, policy: Policy): string | undefined {
  const texts = new Set<string>();
  for (const { muted } of members) if (muted !== undefined) texts.add(muteText(muted, policy));
  if (texts.size === 0) return undefined;
  const more = texts.size > NAMED ? ` and ${texts.size - NAMED} more` : '';
  return `by ${[...texts].slice(0, NAMED).join(', ')}${more}`;
}
