import type { Redis } from 'ioredis';
import { script } from './script.ts';

/** KEYS: records, unsettled. ARGV: id, revision. */
const settle = script(`
  local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+')
  if revision == ARGV[2] then redis.call('ZREM', KEYS[2], ARGV[1]) end
`);

/** Where records stand that people are told of. */
interface TellingKeys {
  /** A hash by id, with their revisions. */
  readonly records: string;
  /** Those of which not all is told: a sorted set. */
  readonly unsettled: string;
  /** What was told: a hash by id. */
  readonly told: string;
}

/** The part of a store of records that says what of them was told. */
export function createTelling<Told>(redis: Redis, { records, unsettled, told }: TellingKeys) {
  return {
    unsettled: (): Promise<readonly string[]> => redis.zrange(unsettled, 0, '-1'),
    /** Written by us alone, so trusted. */
    async told(id: string): Promise<Told | undefined> {
      const text = await redis.hget(told, id);
      return text === null ? undefined : JSON.parse(text);
    },
    async noteTold(id: string, known: Told): Promise<void> {
      await redis.hset(told, id, JSON.stringify(known));
    },
    /** Unless the record was changed since. */
    async settle(id: string, revision: number): Promise<void> {
      await settle(redis, [records, unsettled], [id, revision]);
    },
  };
}
