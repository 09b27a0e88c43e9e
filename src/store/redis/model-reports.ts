import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Redis } from 'ioredis';
import {
  REPORTS_KEPT,
  type DegradationState,
  type DegradationStates,
  type KeptReport,
  type ModelReports,
} from '../../engine/ports/model-reports.ts';
import { createRedisStates } from './kept-states.ts';
import type { Keys } from './keys.ts';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** Reports of models on Redis: a hash a model, by the days they end before. */
export function createRedisModelReports(
  redis: Redis,
  { degradation }: Pick<Keys, 'degradation'>,
): ModelReports {
  async function reportOf(model: string, end: number): Promise<KeptReport | undefined> {
    const packed = await redis.hgetBuffer(degradation.reports(model), String(end));
    return packed === null ? undefined : { end, report: (await unpack(packed)).toString() };
  }
  const ends = async (model: string) => (await redis.hkeys(degradation.reports(model))).map(Number);
  return {
    async keep(model, { end, report }) {
      const key = degradation.reports(model);
      const all = new Set([...(await ends(model)), end]);
      const old = [...all].toSorted((a, b) => b - a).slice(REPORTS_KEPT);
      const step = redis.multi().hset(key, end, await pack(report));
      if (old.length > 0) step.hdel(key, ...old.map(String));
      await step.exec();
    },
    async all(model) {
      const found = await Promise.all((await ends(model)).map((end) => reportOf(model, end)));
      return found.flatMap((one) => one ?? []).toSorted((a, b) => a.end - b.end);
    },
    async newest(model) {
      const all = await ends(model);
      return all.length === 0 ? undefined : reportOf(model, Math.max(...all));
    },
  };
}

/** How models stand, on Redis. */
export function createRedisDegradationStates(
  redis: Redis,
  { degradation, inbox }: Pick<Keys, 'degradation' | 'inbox'>,
): DegradationStates {
  return createRedisStates<DegradationState>(redis, degradation.states, inbox);
}
