import type { Redis } from 'ioredis';
import type { Alert } from '../../../src/alert/alert.ts';
import type { Delivery, Group, Member } from '../../../src/alert/group.ts';
import type { Target } from '../../../src/engine/ports/delivery-store.ts';
import type { OutcomeEvent } from '../../../src/rules/event.ts';
import { keysOf } from '../../../src/store/redis/keys.ts';
import { DUE, NOON, sampleAlert } from '../../delivery/support/views.ts';

export const KEYS = keysOf('test');
export const TARGET: Target = { group: 'ops.1', integration: 'slack/#incidents' };

export interface Outstanding {
  readonly alerts?: readonly Alert[];
  /** Undefined fields take the sample's away. */
  readonly delivery?: Partial<Delivery>;
  /** The same for each alert as the group knows it. */
  readonly member?: Partial<Member>;
}

/** Writes a group of which there is something to deliver, as a commit would have left it. */
export async function putOutstanding(redis: Redis, options: Outstanding = {}): Promise<void> {
  const { alerts = [sampleAlert({})], delivery, member: rest } = options;
  const group: Group = {
    key: TARGET.group,
    routeId: 'ops',
    labels: {},
    createdAt: NOON,
    revision: 3,
    deliveries: {
      [TARGET.integration]: { wanted: 3, shown: 2, episode: NOON, due: DUE, ...delivery },
    },
  };
  await redis.set(KEYS.group(group.key), `1|${JSON.stringify(group)}`);
  for (const alert of alerts) {
    const { fingerprint, severity, startsAt } = alert;
    const member: Member = { severity, startsAt, revision: 1, ...rest };
    await redis.hset(KEYS.members(group.key), fingerprint, JSON.stringify(member));
    await redis.set(KEYS.alert(fingerprint), `1|${JSON.stringify(alert)}`);
  }
}

/** The outcomes that wait in the inbox. */
export async function outcomes(redis: Redis): Promise<readonly OutcomeEvent[]> {
  const entries = await redis.xrange(KEYS.inbox, '-', '+');
  return entries.map(([, fields]) => JSON.parse(fields[1] ?? ''));
}
