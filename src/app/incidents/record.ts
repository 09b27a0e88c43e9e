import type { Redis } from 'ioredis';
import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import type { History, PastMoment } from '../../engine/ports/history.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { KeptDeployments } from '../../engine/ports/kept-deployments.ts';
import type { Subject } from '../../engine/ports/subject.ts';
import type { Walk, Walks } from '../../engine/ports/walks.ts';
import { isOfModels } from '../../runbooks/incidents/alert-lines.ts';
import type { DeploymentNear } from '../../runbooks/incidents/deployment-lines.ts';
import type { IncidentRecord } from '../../runbooks/incidents/report.ts';
import { createRedisActionRuns } from '../../store/redis/action-runs.ts';
import { createRedisHistory } from '../../store/redis/history.ts';
import { createRedisKeptDeployments } from '../../store/redis/kept-deployments.ts';
import { createRedisWalks } from '../../store/redis/walks.ts';
import { KEYS } from '../wiring.ts';

const HOUR = 60 * 60_000;
/** So long before an incident what was deployed, and what models and data were like, may have had a part in it. */
const DEPLOYED_BEFORE = HOUR;
const MODELS_BEFORE = 24 * HOUR;
/** So many deployments are told of. */
const MOST_DEPLOYMENTS = 20;

/** Where what happened in an incident is kept. */
export interface RecordSources {
  readonly history: Pick<History, 'between'>;
  readonly walks: Pick<Walks, 'of'>;
  readonly runs: Pick<ActionRuns, 'of'>;
  readonly deployments: Pick<KeptDeployments, 'near' | 'between'>;
}

/** These in a Redis. */
export function recordSources(redis: Redis): RecordSources {
  return {
    history: createRedisHistory(redis, KEYS),
    walks: createRedisWalks(redis, KEYS),
    runs: createRedisActionRuns(redis, KEYS),
    deployments: createRedisKeptDeployments(redis, KEYS),
  };
}

/**
 * Gathers all that is kept of an incident: nothing of it is written twice, so it is read where it is. What is done
 * after an incident with the same alerts belongs to it no more.
 *
 * @param now epoch milliseconds: an incident that runs goes on until then
 */
export async function gatherRecord(
  incident: Incident,
  { history, walks: kept, runs: keptRuns, deployments: deployed }: RecordSources,
  now: number,
): Promise<IncidentRecord> {
  const { id, groups, detectedAt, resolvedAt, isDrill } = incident;
  const until = (resolvedAt ?? now) + 1;
  const isWithin = (at: number): boolean => at >= detectedAt && at < until;
  const subjects = [{ incident: id }, ...groups.map(({ key }) => ({ group: key }))];
  const walks = distinct(await each(subjects, (one) => kept.of(one)), (one) => one.id).filter(
    (one: Walk) => one.subject.incident === id || isWithin(one.at),
  );
  const walked: readonly Subject[] = walks.map((one) => ({ walk: one.id }));
  const asked = await each([...subjects, ...walked], (one) => keptRuns.of(one));
  const runs = distinct(asked, ({ key }) => key).filter(
    (one: ActionRun) => one.subject?.incident === id || isWithin(one.askedAt),
  );
  const span = [detectedAt - DEPLOYED_BEFORE, resolvedAt ?? now] as const;
  // Without an alert nobody knows which service it is about: any deployment may be to blame.
  const isAboutAny = groups.length === 0 && !isDrill;
  const near: readonly DeploymentNear[] = isAboutAny
    ? await deployed.between(...span)
    : await each(groups, async ({ labels }) =>
        labels === undefined ? [] : deployed.near(labels, ...span),
      );
  const deployments = distinct(near, (one) => one.run ?? one.id);
  const moments: PastMoment[] = [];
  const keys = new Set(groups.map(({ key }) => key));
  for await (const moment of history.between(detectedAt - MODELS_BEFORE, until)) {
    const isOwn = keys.has(moment.group) && moment.at >= detectedAt;
    const mayMatter = moment.at <= (resolvedAt ?? now) && isOfModels(moment);
    if (isOwn || mayMatter) moments.push(moment);
  }
  return { incident, moments, walks, runs, deployments: deployments.slice(0, MOST_DEPLOYMENTS) };
}

async function each<T, R>(
  some: readonly T[],
  read: (one: T) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  return (await Promise.all(some.map(read))).flat();
}

function distinct<T>(some: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...new Map(some.map((one) => [keyOf(one), one])).values()];
}
