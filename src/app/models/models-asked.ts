import type { Redis } from 'ioredis';
import type { Config } from '../../config/load.ts';
import { baselineTable } from '../../drift/baselines/baseline.ts';
import { howToMake } from '../../drift/baselines/how-to-make.ts';
import type { DriftReport } from '../../drift/report/report.ts';
import { columnsOf, createCompareModel } from '../../drift/runs/compare.ts';
import { createDriftRuns } from '../../drift/runs/evaluate.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import type { Audit, Deed } from '../../engine/ports/audit.ts';
import type { BaselineInfo, Baselines } from '../../engine/ports/baselines.ts';
import type { DriftReports } from '../../engine/ports/drift-reports.ts';
import { createRedisAudit } from '../../store/redis/audit.ts';
import { createRedisBaselines } from '../../store/redis/baselines.ts';
import { startRedisClock } from '../../store/redis/clock.ts';
import { createRedisDriftReports } from '../../store/redis/drift-reports.ts';
import { createRedisDriftStates } from '../../store/redis/drift-states.ts';
import { createRedisTurns } from '../../store/redis/turns.ts';
import { startComparer } from './drift-compared.ts';
import { inTurn } from '../in-turn.ts';
import { makeBaseline, type BaselineData } from './make-baseline.ts';
import { connectRunning } from '../running-redis.ts';
import { watchedModels } from './watched-models.ts';
import { DRIFT_TURN } from './watching-models.ts';
import { KEYS } from '../wiring.ts';

export { FAR, runOf } from '../../drift/runs/figures.ts';
export { howToMake } from '../../drift/baselines/how-to-make.ts';
export { modelMeant } from '../../drift/runs/name-meant.ts';
export type { WatchedModel } from '../../drift/runs/model.ts';
export type { BaselineInfo, FeatureProfile } from '../../engine/ports/baselines.ts';
export type { DriftRun, FeatureFigures } from '../../engine/ports/drift-reports.ts';

/** The models of a config, and what its bot keeps of them. */
export interface AskedModels {
  readonly models: readonly WatchedModel[];
  readonly baselines: Baselines;
  readonly reports: DriftReports;
  readonly audit: Pick<Audit, 'append'>;
  /** Makes a baseline of data, and keeps it. @throws DataProblem */
  readonly createBaseline: (
    model: WatchedModel,
    wanted: BaselineData,
    tell: Tell,
  ) => Promise<BaselineInfo>;
  /** What became of a model's data from one version to another. */
  readonly compareBaselines: (
    model: WatchedModel,
    versions: { readonly reference: string; readonly current: string },
  ) => Promise<DriftReport>;
  /** Makes a run as the schedule would. @throws DataProblem */
  readonly run: (model: WatchedModel, tell: Tell) => Promise<DriftReport>;
}

/** Told how far something is, in words. */
type Tell = (progress: string) => void;

/**
 * Does something with the models of a config, on the Redis of its bot.
 *
 * @throws Error in words for people when that can't be reached
 */
export async function withModels<T>(
  config: Config,
  work: (asked: AskedModels) => Promise<T>,
): Promise<T> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    return await work(askedModels(redis, config, clock.now));
  } finally {
    clock.stop();
    redis.disconnect();
  }
}

function askedModels(redis: Redis, config: Config, now: () => number): AskedModels {
  const baselines = createRedisBaselines(redis, KEYS);
  const reports = createRedisDriftReports(redis, KEYS);
  const models = watchedModels(config);
  return {
    models,
    baselines,
    reports,
    audit: createRedisAudit(redis, KEYS),
    async createBaseline(model, wanted, tell) {
      const baseline = await makeBaseline(model, wanted, now(), tell);
      await baselines.put(baseline);
      return baseline;
    },
    async compareBaselines(model, versions) {
      const tableOf = async (version: string) => {
        const found = await baselines.find(model.name, version);
        if (found === undefined) throw noSuchBaseline(model, version);
        return { table: baselineTable(found) };
      };
      const sides = {
        reference: await tableOf(versions.reference),
        current: await tableOf(versions.current),
      };
      const { name, prediction, rules } = model;
      return comparing((comparer) =>
        comparer.compare({
          model: name,
          version: versions.current,
          at: now(),
          prediction,
          rules,
          sides,
          columns: columnsOf(model),
        }),
      );
    },
    run: (model, tell) =>
      comparing((comparer) =>
        inTurn(
          {
            turns: createRedisTurns(redis, KEYS),
            work: DRIFT_TURN,
            onWait: () => tell('waiting: the bot compares a model'),
          },
          async (signal) => {
            const compare = createCompareModel({ baselines, comparer, now });
            const onProgress = ({ text }: { readonly text: string }) => tell(text);
            const runs = createDriftRuns({
              models,
              states: createRedisDriftStates(redis, KEYS),
              reports,
              now,
              compare: (one, window) => compare(one, window, { signal, onProgress }),
              onRun: () => {},
              // The bot does: it finds in the store that nobody was told yet.
              publish: async () => {},
              onUntold: () => {},
            });
            return runs.run(model, signal);
          },
        ),
      ),
  };
}

/** That there is no such baseline, and what to do. */
export function noSuchBaseline(model: WatchedModel, version: string): Error {
  const { name } = model;
  return new Error(
    `${name} has no baseline of version ${version}: \`tocsin baseline list ${name}\` says which it has, \`${howToMake(model, version)}\` makes one`,
  );
}

/** A deed of somebody at a terminal. */
export function baselineDeed(
  action: Deed['action'],
  by: string,
  { model, version }: Pick<BaselineInfo, 'model' | 'version'>,
): Deed {
  return { actor: by, action, object: `${model} ${version}` };
}

async function comparing<T>(
  work: (comparer: ReturnType<typeof startComparer>) => Promise<T>,
): Promise<T> {
  const comparer = startComparer();
  try {
    return await work(comparer);
  } finally {
    await comparer.close();
  }
}
