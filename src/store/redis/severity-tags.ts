import type { Redis } from 'ioredis';
import { z } from 'zod';
import { SEVERITIES } from '../../alert/severity.ts';
import { TAG_KEPT, type SeverityTag, type SeverityTags } from '../../engine/ports/severity-tags.ts';
import type { Keys } from './keys.ts';

const tagSchema = z
  .object({ severity: z.enum(SEVERITIES).optional(), readAt: z.number() })
  .transform(({ severity, readAt }): SeverityTag => ({
    ...(severity !== undefined && { severity }),
    readAt,
  }));

/** The severity tags of alarms, on Redis. */
export function createRedisSeverityTags(redis: Redis, keys: Keys): SeverityTags {
  return {
    async get(fingerprints) {
      if (fingerprints.length === 0) return new Map();
      const texts = await redis.mget(fingerprints.map(keys.severityTag));
      return new Map(
        fingerprints.flatMap((fingerprint, index): [string, SeverityTag][] => {
          const text = texts[index] ?? undefined;
          return text === undefined ? [] : [[fingerprint, readTag(JSON.parse(text))]];
        }),
      );
    },
    async put(fingerprint, tag) {
      await redis.set(keys.severityTag(fingerprint), JSON.stringify(tag), 'PX', TAG_KEPT);
    },
  };
}

/** A tag as it is kept. */
export function readTag(kept: unknown): SeverityTag {
  return tagSchema.parse(kept);
}
