import type { Redis } from 'ioredis';
import {
  MOMENTS_KEPT_FOR,
  type History,
  type Moment,
  type PastMoment,
} from '../../engine/ports/history.ts';
import type { Command } from './command.ts';
import type { Keys } from './keys.ts';

const PAGE = 1_000;

/** The history on Redis, a stream. */
export function createRedisHistory(redis: Redis, keys: Keys): History {
  return {
    async *between(since, until) {
      const end = `(${Math.ceil(until)}-0`;
      // Ids of Redis begin at 0.
      for (let from = `${Math.max(0, Math.ceil(since))}-0`; ;) {
        const page = await redis.xrange(keys.history, from, end, 'COUNT', PAGE);
        yield* page.map(toMoment);
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) return;
        from = `(${last[0]}`;
      }
    },
  };
}

/** The command that appends a moment, for the script that commits what it tells of. */
export function momentCommand(moment: Moment, now: number, keys: Keys): Command {
  const oldest = Math.max(0, Math.floor(now - MOMENTS_KEPT_FOR));
  return ['XADD', keys.history, 'MINID', '~', oldest, '*', 'moment', JSON.stringify(moment)];
}

/** Written by us alone, so trusted. */
function toMoment([id, [, text = '{}']]: [id: string, fields: string[]]): PastMoment {
  const moment: Moment = JSON.parse(text);
  // Redis makes ids of its time and a counter.
  return { ...moment, at: Number.parseInt(id, 10) };
}
