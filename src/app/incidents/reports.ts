import { nearest } from '../../config/nearest.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import type { Config } from '../../config/load.ts';
import { incidentReport, type IncidentReport } from '../../runbooks/incidents/report.ts';
import { startRedisClock } from '../../store/redis/clock.ts';
import { createRedisIncidents } from '../../store/redis/incidents.ts';
import { connectRunning } from '../running-redis.ts';
import { KEYS } from '../wiring.ts';
import { gatherRecord, recordSources } from './record.ts';
import { incidentSettings } from './settings.ts';

export { reportMarkdown, type ReportForm } from '../../runbooks/incidents/report-markdown.ts';
export type { IncidentReport } from '../../runbooks/incidents/report.ts';

/** So long ago incidents may have been opened that may be meant, in milliseconds. */
const LATELY = 30 * 24 * 60 * 60_000;

/**
 * The report of an incident of the bot that a config describes.
 *
 * @throws Mistake for one that there is not; Error in words for people when its Redis can't be reached
 */
export async function readIncidentReport(config: Config, id: string): Promise<IncidentReport> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    const incidents = createRedisIncidents(redis, KEYS);
    const name = id.toUpperCase();
    const incident = await incidents.find(name);
    const now = clock.now();
    if (incident === undefined) {
      const late = (await incidents.between(now - LATELY, now + 1)).map((one) => one.id);
      const meant = nearest(name, late) ?? late.at(-1);
      const hint = meant === undefined ? 'none was opened in the last 30 days' : `write ${meant}`;
      throw new Mistake(`there is no incident ${quoted(name)}`, hint);
    }
    const record = await gatherRecord(incident, recordSources(redis), now);
    return incidentReport(record, incidentSettings(config).responseTimes);
  } finally {
    clock.stop();
    redis.disconnect();
  }
}
