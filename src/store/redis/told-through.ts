import type { Redis } from 'ioredis';
import type { Group } from '../../alert/group.ts';
import { decode } from './record.ts';
import type { Keys } from './keys.ts';

const AT_ONCE = 1_000;

/**
 * Of how many groups something is told, and not yet closed, through each integration, by its id.
 * Reads all groups, a thousand in a call: for the start, not for the way of a signal.
 */
export async function toldThrough(redis: Redis, keys: Keys): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let cursor = '0';
  do {
    const [next, names] = await redis.scan(cursor, 'MATCH', keys.group('*'), 'COUNT', AT_ONCE);
    cursor = next;
    const texts = names.length === 0 ? [] : await redis.mget(names);
    for (const id of texts.flatMap(toldIn)) counts.set(id, (counts.get(id) ?? 0) + 1);
  } while (cursor !== '0');
  return counts;
}

function toldIn(text: string | null): readonly string[] {
  const deliveries = Object.entries(decode<Group>(text).value?.deliveries ?? {});
  return deliveries.filter(([, { toldAt }]) => toldAt !== undefined).map(([id]) => id);
}
