import type { Redis } from 'ioredis';
import type { DeploymentRun } from '../alert/deployment.ts';
import type { Config } from '../config/load.ts';
import { MOMENTS_KEPT_FOR, type History, type PastMoment } from '../engine/ports/history.ts';
import type { Incident, Incidents } from '../engine/ports/incidents.ts';
import type { KeptDeployments } from '../engine/ports/kept-deployments.ts';
import type { Job } from '../handlers/jobs/job.ts';
import { STRETCHES_BEFORE, type IncidentSpans } from '../report/incidents.ts';
import { report, type Besides, type Report } from '../report/report.ts';
import type { Policy } from '../rules/policy.ts';
import { timesOf } from '../runbooks/incidents/times.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { createRedisHistory } from '../store/redis/history.ts';
import { createRedisIncidents } from '../store/redis/incidents.ts';
import { createRedisKeptDeployments } from '../store/redis/kept-deployments.ts';
import { connectRunning } from './running-redis.ts';
import { KEYS } from './wiring.ts';

export type { Report } from '../report/report.ts';
export { bulletinOf, bulletinText } from '../report/text.ts';

const DAY = 24 * 60 * 60_000;
/** So long before, what goes on in a stretch of time may have begun, in milliseconds. */
const BEFORE = 7 * DAY;

/** Where what it tells of is kept. */
export interface ReportSources {
  readonly history: Pick<History, 'between'>;
  readonly incidents: Pick<Incidents, 'between'>;
  readonly deployments: Pick<KeptDeployments, 'between'>;
}

/** These in a Redis. */
export function reportSources(redis: Redis): ReportSources {
  return {
    history: createRedisHistory(redis, KEYS),
    incidents: createRedisIncidents(redis, KEYS),
    deployments: createRedisKeptDeployments(redis, KEYS),
  };
}

/**
 * The report of a stretch of time, from `from` to before `until`: epoch milliseconds. Read day by day.
 *
 * @param job told how far it is, and asked whether it is still wanted
 */
export async function reportOf(
  { history, incidents, deployments }: ReportSources,
  { responseTimes }: Pick<Policy, 'responseTimes'>,
  times: { readonly from: number; readonly until: number; readonly zone: string },
  job?: Job,
): Promise<Report> {
  const moments: PastMoment[] = [];
  const since = Math.max(0, times.from - BEFORE, times.until - MOMENTS_KEPT_FOR);
  for (let day = since; day < times.until; day += DAY) {
    job?.signal.throwIfAborted();
    const read = new Date(day).toISOString().slice(0, 10);
    job?.progress(`reading ${read}`, (day - since) / (times.until - since));
    const end = Math.min(day + DAY, times.until);
    for await (const moment of history.between(day, end)) moments.push(moment);
  }
  const before = (STRETCHES_BEFORE + 1) * (times.until - times.from);
  const opened = await incidents.between(Math.max(0, times.until - before), times.until);
  const deployed = await deployments.between(times.from, times.until);
  return report(
    moments,
    { ...times, responseTimes },
    { incidents: spansOf(opened, responseTimes), ...deploymentFigures(deployed) },
  );
}

/** How long incidents took. What is only an exercise counts nowhere. */
function spansOf(
  incidents: readonly Incident[],
  responseTimes: Policy['responseTimes'],
): readonly IncidentSpans[] {
  return incidents
    .filter(({ isDrill }) => isDrill !== true)
    .map((incident) => {
      const { severity, openedAt } = incident;
      const took = timesOf(incident, responseTimes).flatMap(({ name, took: span }) =>
        span === undefined ? [] : [[name, span] as const],
      );
      return { severity, openedAt, ...Object.fromEntries(took) };
    });
}

function deploymentFigures(runs: readonly DeploymentRun[]): Besides {
  const succeeded = runs.filter(({ outcome }) => outcome === 'succeeded').length;
  const failed = runs.filter(({ outcome }) => outcome === 'failed').length;
  return succeeded + failed === 0 ? {} : { deployments: { succeeded, failed } };
}

/**
 * The report of the bot that a config describes, until now.
 *
 * @param sinceAt from when on, epoch milliseconds by the store's clock: told its time now
 * @throws Error in words for people when its Redis can't be reached
 */
export async function readReport(
  { config, policy }: { readonly config: Config; readonly policy: Policy },
  sinceAt: (now: number) => number,
): Promise<Report> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    const until = clock.now();
    const zone = config.report?.timezone ?? 'UTC';
    const times = { from: sinceAt(until), until, zone };
    return await reportOf(reportSources(redis), policy, times);
  } finally {
    clock.stop();
    redis.disconnect();
  }
}
