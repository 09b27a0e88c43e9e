import type { Redis } from 'ioredis';
import {
  DECISIONS_KEPT,
  DECISIONS_KEPT_FOR,
  type Decision,
  type Decisions,
} from '../../engine/ports/decisions.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';
import { together } from './together.ts';

/** Groups in one call. */
const AT_ONCE = 64;

/** For each group: how many decisions, and each; of all of them the last so many stay. */
const append = script(`
  local at = 3
  for _, key in ipairs(KEYS) do
    local last = at + tonumber(ARGV[at])
    redis.call('RPUSH', key, unpack(ARGV, at + 1, last))
    redis.call('LTRIM', key, -ARGV[1], -1)
    redis.call('PEXPIRE', key, ARGV[2])
    at = last + 1
  end
`);

interface Decided {
  readonly group: string;
  readonly decisions: readonly Decision[];
}

/** Decisions on Redis: a short list a group. */
export function createRedisDecisions(redis: Redis, keys: Keys): Decisions {
  const appendTogether = together(AT_ONCE, async (some: readonly Decided[]) => {
    await append(
      redis,
      some.map(({ group }) => keys.decisions(group)),
      [
        DECISIONS_KEPT,
        DECISIONS_KEPT_FOR,
        ...some.flatMap(({ decisions: all }) => [
          all.length,
          ...all.map((one) => JSON.stringify(one)),
        ]),
      ],
    );
    return some.map(() => {});
  });

  return {
    append: (group, decisions) =>
      appendTogether({ group, decisions: decisions.slice(-DECISIONS_KEPT) }),

    async of(group) {
      const texts = await redis.lrange(keys.decisions(group), 0, '-1');
      // Written by us alone, so trusted.
      return texts.map((text): Decision => JSON.parse(text));
    },
  };
}
