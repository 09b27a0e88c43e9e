import type { Redis } from 'ioredis';
import {
  PAGERDUTY_INCIDENT_KEPT,
  type PagerDutyIncidents,
} from '../../engine/ports/pagerduty-incidents.ts';
import type { Keys } from './keys.ts';

/** The incidents on Redis. */
export function createRedisPagerDutyIncidents(redis: Redis, keys: Keys): PagerDutyIncidents {
  return {
    async remember(key, incident) {
      await redis.set(
        keys.pagerDutyIncident(key),
        JSON.stringify(incident),
        'PX',
        PAGERDUTY_INCIDENT_KEPT,
      );
    },
    async find(key) {
      const text = await redis.get(keys.pagerDutyIncident(key));
      return text === null ? undefined : JSON.parse(text);
    },
  };
}
