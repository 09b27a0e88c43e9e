import type { Group, Member, Told } from '../../alert/group.ts';

/** A group with all that is kept beside it. */
export interface WholeGroup {
  readonly group: Group;
  /** By fingerprint. */
  readonly members: ReadonlyMap<string, Member>;
  /** By integration. */
  readonly told: ReadonlyMap<string, Told>;
}

/** The groups there are, to look at. */
export interface Groups {
  /** All of them, in no order. */
  list(): AsyncIterable<Group>;
  find(key: string): Promise<WholeGroup | undefined>;
}
