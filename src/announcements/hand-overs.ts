import { randomBytes } from 'node:crypto';
import type { Group } from '../alert/group.ts';
import type { Groups } from '../engine/ports/groups.ts';
import type { Inbox } from '../engine/ports/inbox.ts';

/** An integration by which whoever is on call is told. */
export interface DutyPlace {
  readonly integration: string;
  readonly schedule: string;
}

export interface HandOverParts {
  readonly places: readonly DutyPlace[];
  /** The id in Slack of who is on call; undefined while that can't be found out, or is nobody. */
  readonly who: (schedule: string) => Promise<string | undefined>;
  readonly groups: Pick<Groups, 'list'>;
  readonly inbox: Pick<Inbox, 'accept'>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

/** So long may who delivers take somebody for on call who no longer is, in milliseconds. */
const LATE = 2 * 60_000;
/** How often it is looked for what was given back since, or is silenced no more, in milliseconds. */
const LOOK_AGAIN = 5 * 60_000;

/**
 * Has whoever comes on call told of what their predecessor was told of and nobody has on. The groups are
 * looked through at every look for a while after somebody else has come on call, and after the first; then
 * now and then, for what kept a group with the former one may be over.
 *
 * @returns what looks once; it is to be called now and then
 */
export function createHandOvers({
  places,
  who,
  groups,
  inbox,
  now,
}: HandOverParts): () => Promise<void> {
  const seen = new Map<string, { user: string; since: number; lookedAt: number }>();
  return async () => {
    for (const { integration, schedule } of places) {
      const user = await who(schedule);
      if (user === undefined) continue;
      const last = seen.get(integration);
      const at = now();
      const { since, lookedAt } = last?.user === user ? last : { since: at, lookedAt: 0 };
      if (at - since > LATE && at - lookedAt < LOOK_AGAIN) continue;
      for await (const group of groups.list()) {
        const toldAt = toldToAnother(group, integration, user);
        if (toldAt !== undefined) await handOver(group, { integration, toldAt }, user);
      }
      seen.set(integration, { user, since, lookedAt: at });
    }
  };

  /** The rules see to it that it is done once after each time that somebody was told. */
  async function handOver(
    { key, revision }: Group,
    what: { readonly integration: string; readonly toldAt: number },
    user: string,
  ): Promise<void> {
    const traceId = randomBytes(16).toString('hex');
    const event = { type: 'duty-changed', traceId, group: key, ...what } as const;
    const id = [key, what.integration, what.toldAt, revision, user].join('/');
    await inbox.accept({ messageId: `duty-changed/${id}`, event });
  }
}

/** When somebody else was told of a group that nobody has on. */
function toldToAnother(
  { acknowledged, deliveries }: Group,
  integration: string,
  user: string,
): number | undefined {
  const { toldAt, handle } = deliveries[integration] ?? {};
  const isOthers = handle?.['user'] !== undefined && handle['user'] !== user;
  return isOthers && acknowledged === undefined ? toldAt : undefined;
}
