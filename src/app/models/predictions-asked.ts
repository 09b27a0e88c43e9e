import type { Config } from '../../config/load.ts';
import { bucketOf, predictionsOfEntity } from '../../drift/degradation/entity.ts';
import { joined, type Judged } from '../../drift/degradation/join.ts';
import { modelReportJson } from '../../drift/degradation/json.ts';
import type { ModelReport } from '../../drift/degradation/report.ts';
import { modelReportText } from '../../drift/degradation/text.ts';
import { modelMeant } from '../../drift/runs/name-meant.ts';
import { createRedisAudit } from '../../store/redis/audit.ts';
import { startRedisClock } from '../../store/redis/clock.ts';
import { createRedisModelReports } from '../../store/redis/model-reports.ts';
import { createRedisPredictions } from '../../store/redis/predictions.ts';
import { thisPerson } from '../actor.ts';
import { predictingModels } from './model-quality.ts';
import { connectRunning } from '../running-redis.ts';
import { KEYS } from '../wiring.ts';

export { dayText } from '../../drift/degradation/text.ts';
export type { Judged } from '../../drift/degradation/join.ts';

/** Which predictions are asked for. */
export interface PredictionsAsk {
  readonly model: string;
  readonly entity?: string | undefined;
  /** From when on they were made, epoch milliseconds by the store's clock: told its time now. */
  readonly sinceAt: (now: number) => number;
}

/**
 * What a model of a config predicted, as its bot keeps it, day by day. That somebody looked stands in the
 * audit trail.
 *
 * @throws Mistake for a model that there is none of; Error in words for people when Redis can't be reached
 */
export async function* readPredictions(
  config: Config,
  { model: named, entity, sinceAt }: PredictionsAsk,
): AsyncGenerator<Judged, void> {
  const { name } = modelMeant(named, predictingModels(config));
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    const store = createRedisPredictions(redis, KEYS, clock.now);
    const since = sinceAt(clock.now());
    await createRedisAudit(redis, KEYS).append({
      actor: thisPerson(),
      action: 'predictions-read',
      object: name,
      details: entity === undefined ? {} : { bucket: bucketOf(entity) },
    });
    if (entity !== undefined) {
      const all = predictionsOfEntity(await store.of(name, entity)).toReversed();
      yield* all.filter(({ at }) => at >= since);
      return;
    }
    for (const day of await store.days(name)) {
      for await (const { predictions, truths } of store.day(name, day)) {
        yield* joined(predictions, truths).filter(({ at }) => at >= since);
      }
    }
  } finally {
    clock.stop();
    redis.disconnect();
  }
}

/** The newest report of a model, for a terminal and for programs; undefined where there is none yet. */
export async function newestModelReport(
  config: Config,
  named: string,
): Promise<{ readonly text: string; readonly json: object } | undefined> {
  const { name } = modelMeant(named, predictingModels(config));
  const redis = await connectRunning(config);
  try {
    const kept = await createRedisModelReports(redis, KEYS).newest(name);
    if (kept === undefined) return undefined;
    // Written by us alone, so trusted.
    const report: ModelReport = JSON.parse(kept.report);
    return { text: modelReportText(report), json: modelReportJson(report) };
  } finally {
    redis.disconnect();
  }
}
