import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Redis } from 'ioredis';
import { RUNS_KEPT, type DriftReports, type DriftRun } from '../../engine/ports/drift-reports.ts';
import type { Keys } from './keys.ts';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** Reports on Redis: two hashes a model by the ends of the windows, one of what is asked for all together. */
export function createRedisDriftReports(
  redis: Redis,
  { drift }: Pick<Keys, 'drift'>,
): DriftReports {
  /** The end of the newest window; -Infinity where there is none. */
  async function newestEnd(model: string): Promise<string> {
    return String(Math.max(...(await redis.hkeys(drift.runs(model))).map(Number)));
  }

  return {
    async keep(model, { report, ...run }) {
      const [runs, reports] = [drift.runs(model), drift.reports(model)];
      const end = run.window.end;
      const kept = (await redis.hkeys(runs)).map(Number).filter((one) => one !== end);
      const old = [...kept, end].toSorted((a, b) => b - a).slice(RUNS_KEPT);
      const [figures, text] = await Promise.all([pack(JSON.stringify(run)), pack(report)]);
      const step = redis.multi().hset(runs, end, figures).hset(reports, end, text);
      if (old.length > 0) step.hdel(runs, ...old.map(String)).hdel(reports, ...old.map(String));
      await step.exec();
    },
    async runs(model) {
      const packed = Object.values(await redis.hgetallBuffer(drift.runs(model)));
      const runs = await Promise.all(packed.map(runIn));
      return runs.toSorted((a, b) => a.window.end - b.window.end);
    },
    async newest(model) {
      const packed = await redis.hgetBuffer(drift.runs(model), await newestEnd(model));
      return packed === null ? undefined : runIn(packed);
    },
    async report(model, end) {
      const wanted = end === undefined ? await newestEnd(model) : String(end);
      const packed = await redis.hgetBuffer(drift.reports(model), wanted);
      return packed === null ? undefined : (await unpack(packed)).toString();
    },
  };
}

/** Written by us alone, so trusted. */
async function runIn(packed: Buffer): Promise<DriftRun> {
  return JSON.parse((await unpack(packed)).toString());
}
