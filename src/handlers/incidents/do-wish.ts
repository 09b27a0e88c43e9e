import { Mistake } from '../../config/mistake.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { IncidentWish } from '../../runbooks/incidents/wish.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { wordAbout } from '../words.ts';

/**
 * Does something with an incident in the name of who asks: the incident as it is then, or the answer that says why
 * not.
 *
 * @param key the same for the same wish
 * @throws Mistake for one that there is not
 */
export async function doWish(
  id: string,
  wish: IncidentWish,
  { incidents, asker }: Pick<Handling, 'incidents' | 'asker'>,
  key: string,
): Promise<{ readonly incident: Incident } | { readonly answer: Answer }> {
  const by = { name: asker.name, actor: asker.actor };
  const came = await incidents.change(id, wish, by, key);
  if (came === undefined) {
    throw new Mistake(`nobody knows ${id} any more`, 'write /incident list');
  }
  return 'why' in came ? { answer: wordAbout(came.why) } : { incident: came };
}
