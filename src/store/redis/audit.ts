import type { Redis } from 'ioredis';
import type { Audit, AuditRecord, Deed } from '../../engine/ports/audit.ts';
import { auditCommand } from './audit-command.ts';
import type { Keys } from './keys.ts';

const PAGE = 500;

/** The audit trail on Redis, a stream. */
export function createRedisAudit(redis: Redis, keys: Keys): Audit {
  return {
    async append(deed) {
      const [name, ...rest] = auditCommand(deed, keys);
      await redis.call(String(name), rest);
    },

    async *list(since = 0) {
      for (let from = String(since); ;) {
        const page = await redis.xrange(keys.audit, from, '+', 'COUNT', PAGE);
        yield* page.map(toRecord);
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) return;
        from = `(${last[0]}`;
      }
    },
  };
}

/** Written by us alone, so trusted. */
function toRecord([id, [, text = '{}']]: [id: string, fields: string[]]): AuditRecord {
  const deed: Deed = JSON.parse(text);
  // Redis makes ids of its time and a counter.
  return { ...deed, id, at: Number.parseInt(id, 10) };
}
