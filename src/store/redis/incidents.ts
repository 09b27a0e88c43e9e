import type { Redis } from 'ioredis';
import { INCIDENT_KEPT, type Incidents } from '../../engine/ports/incidents.ts';
import type { Keys } from './keys.ts';

/** The incidents on Redis. */
export function createRedisIncidents(redis: Redis, keys: Keys): Incidents {
  return {
    async remember(key, incident) {
      await redis.set(keys.incident(key), JSON.stringify(incident), 'PX', INCIDENT_KEPT);
    },
    async find(key) {
      const text = await redis.get(keys.incident(key));
      return text === null ? undefined : JSON.parse(text);
    },
  };
}
