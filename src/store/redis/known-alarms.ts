import type { Redis } from 'ioredis';
import { alarmPlace } from '../../alert/alarm-place.ts';
import type { Alert } from '../../alert/alert.ts';
import type { KnownAlarms } from '../../engine/ports/known-alarms.ts';
import { decode } from './record.ts';
import type { Keys } from './keys.ts';

/** Alerts in one read, so that none holds the server for long. */
const AT_ONCE = 500;

/** What is known of CloudWatch's alarms, on Redis: the commit keeps a set of those that fire. */
export function createRedisKnownAlarms(redis: Redis, keys: Keys): KnownAlarms {
  async function alerts(fingerprints: readonly string[]): Promise<readonly Alert[]> {
    const found: Alert[] = [];
    for (let from = 0; from < fingerprints.length; from += AT_ONCE) {
      const texts = await redis.mget(fingerprints.slice(from, from + AT_ONCE).map(keys.alert));
      for (const text of texts) {
        const { value } = decode<Alert>(text);
        if (value !== undefined) found.push(value);
      }
    }
    return found;
  }

  return {
    alerts,
    async firing(place) {
      const known = await alerts(await redis.smembers(keys.firing(place)));
      return known.filter((alert) => alert.endsAt === undefined && alarmPlace(alert) !== undefined);
    },
  };
}
