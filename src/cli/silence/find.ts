import type { Silence } from '../../alert/silence.ts';
import { silencesNamed } from '../../asking/silences-named.ts';
import { printable } from '../printable.ts';

/**
 * The silence that has an id, or the only one whose id begins so.
 *
 * @throws Error that says where to look
 */
export function findSilence(id: string, silences: readonly Silence[]): Silence {
  const [found, other] = silencesNamed(id, silences);
  if (found !== undefined && other === undefined) return found;
  const what = found === undefined ? 'there is no silence' : 'several silences begin with';
  throw new Error(`${what} ${printable(id)}: \`tocsin silence list\` shows those there are`);
}
