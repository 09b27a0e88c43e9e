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

/**
 * Has whoever comes on call told of what their predecessor was told of. The groups are looked through for a
 * while after somebody else has come on call, and after the first look.
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
  const seen = new Map<string, { readonly user: string; readonly since: number }>();
  return async () => {
    for (const { integration, schedule } of places) {
      const user = await who(schedule);
      if (user === undefined) continue;
      const last = seen.get(integration);
      const since = last?.user === user ? last.since : now();
      if (now() - since > LATE) continue;
      for await (const group of groups.list()) {
        if (isOfAnother(group, integration, user)) await handOver(group, integration, user);
      }
      seen.set(integration, { user, since });
    }
  };

  /** It is asked for once, whoever asks, after each time that somebody was told. */
  async function handOver(group: Group, integration: string, user: string): Promise<void> {
    const { key, deliveries } = group;
    const { toldAt = 0 } = deliveries[integration] ?? {};
    const traceId = randomBytes(16).toString('hex');
    const event = { type: 'duty-changed', traceId, group: key, integration } as const;
    await inbox.accept({
      messageId: `duty-changed/${key}/${integration}/${toldAt}/${user}`,
      event,
    });
  }
}

function isOfAnother({ deliveries }: Group, integration: string, user: string): boolean {
  const { toldAt, handle } = deliveries[integration] ?? {};
  return toldAt !== undefined && handle?.['user'] !== undefined && handle['user'] !== user;
}
