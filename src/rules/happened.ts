import type { Group, Happening } from '../alert/group.ts';
import type { Draft } from './draft.ts';
import { shownAnew } from './group.ts';
import { noted } from './lately.ts';
import type { DoneMoment } from './moment.ts';
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
  const { what: done, by } = what;
  if (isDone(done)) {
    draft.remember({ what: done, group: group.key, ...(by !== undefined && { by }) });
  }
  const known = noted(group, { ...what, at: now, revision: group.revision + 1 });
  return shownAnew(known, draft, policy, { traceId, now });
}

const ONLY_SHOWN: ReadonlySet<Happening['what']> = new Set([
  'unacknowledged',
  'unsilenced',
  'not escalated',
  'noted',
]);

function isDone(what: Happening['what']): what is DoneMoment['what'] {
  return !ONLY_SHOWN.has(what);
}
