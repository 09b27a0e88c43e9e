import type { Group, Happening } from '../alert/group.ts';
import type { Draft } from './draft.ts';
import { shownAnew } from './group.ts';
import { noted } from './lately.ts';
import type { Policy } from './policy.ts';

/**
 * A group about which something was done: its messages show it at once, and their threads get a line
 * of it, once. Reports will know of it.
 */
export function happened(
  group: Group,
  what: Omit<Happening, 'at' | 'revision'>,
  draft: Draft,
  policy: Policy,
  { traceId, now }: { readonly traceId: string; readonly now: number },
): Group {
  if (what.what !== 'unacknowledged' && what.what !== 'noted') {
    const { what: done, by } = what;
    draft.remember({ what: done, group: group.key, ...(by !== undefined && { by }) });
  }
  const shown = shownAnew(group, draft, policy, { traceId, now });
  return noted(shown, { ...what, at: now, revision: shown.revision });
}
