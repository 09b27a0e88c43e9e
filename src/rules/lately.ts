import type { Group, Happening } from '../alert/group.ts';

/** So many are kept: a group is read and written with every signal of it. */
const KEPT = 20;

/** A group that knows of one more thing that was done about it. */
export function noted(group: Group, happening: Happening): Group {
  return { ...group, lately: [...(group.lately ?? []), happening].slice(-KEPT) };
}
