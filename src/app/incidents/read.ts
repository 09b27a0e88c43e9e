import type { Config } from '../../config/load.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { IncidentSettings } from '../../runbooks/incidents/settings.ts';
import { startRedisClock } from '../../store/redis/clock.ts';
import { createRedisIncidents } from '../../store/redis/incidents.ts';
import { connectRunning } from '../running-redis.ts';
import { KEYS } from '../wiring.ts';
import { incidentSettings } from './settings.ts';

export type { Incident } from '../../engine/ports/incidents.ts';
export { entryText } from '../../handlers/incidents/words.ts';
export { responseOf } from '../../runbooks/incidents/response.ts';

/** What the bot knows of its incidents. */
export interface IncidentsRead {
  /** The newest first. */
  readonly incidents: readonly Incident[];
  readonly settings: IncidentSettings;
  /** The store's clock, epoch milliseconds. */
  readonly now: number;
}

/**
 * The incidents of the bot of a config: those that run, those that were opened since a time, or the one with an id.
 *
 * @throws Error in words for people when its Redis can't be reached
 */
export async function readIncidents(
  config: Config,
  which: { readonly since?: (now: number) => number; readonly id?: string },
): Promise<IncidentsRead> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    const kept = createRedisIncidents(redis, KEYS);
    const now = clock.now();
    const settings = incidentSettings(config);
    if (which.id !== undefined) {
      const found = await kept.find(which.id.toUpperCase());
      return { incidents: found === undefined ? [] : [found], settings, now };
    }
    const found =
      which.since === undefined ? await kept.open() : await kept.between(which.since(now), now + 1);
    return { incidents: found.toReversed(), settings, now };
  } finally {
    clock.stop();
    redis.disconnect();
  }
}
