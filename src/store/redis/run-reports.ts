import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Redis } from 'ioredis';
import { RUNS_KEPT, type Run, type RunReports } from '../../engine/ports/run-reports.ts';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** Where runs are kept, by the name of what they looked at. */
export interface RunKeys {
  readonly runs: (name: string) => string;
  readonly reports: (name: string) => string;
}

/**
 * Runs and their reports on Redis: two hashes a name by the ends of the windows, one of what is asked for all
 * together.
 */
export function createRedisRunReports<Of extends Run>(redis: Redis, keys: RunKeys): RunReports<Of> {
  /** Written by us alone, so trusted. */
  const runIn = async (packed: Buffer): Promise<Of> =>
    JSON.parse((await unpack(packed)).toString());

  /** The end of the newest window; -Infinity where there is none. */
  async function newestEnd(name: string): Promise<string> {
    return String(Math.max(...(await redis.hkeys(keys.runs(name))).map(Number)));
  }

  return {
    async keep(name, run, report) {
      const [runs, reports] = [keys.runs(name), keys.reports(name)];
      const end = run.window.end;
      const kept = (await redis.hkeys(runs)).map(Number).filter((one) => one !== end);
      const old = [...kept, end].toSorted((a, b) => b - a).slice(RUNS_KEPT);
      const [figures, text] = await Promise.all([pack(JSON.stringify(run)), pack(report)]);
      const step = redis.multi().hset(runs, end, figures).hset(reports, end, text);
      if (old.length > 0) step.hdel(runs, ...old.map(String)).hdel(reports, ...old.map(String));
      await step.exec();
    },
    async runs(name) {
      const packed = Object.values(await redis.hgetallBuffer(keys.runs(name)));
      const runs = await Promise.all(packed.map(runIn));
      return runs.toSorted((a, b) => a.window.end - b.window.end);
    },
    async newest(name) {
      const packed = await redis.hgetBuffer(keys.runs(name), await newestEnd(name));
      return packed === null ? undefined : runIn(packed);
    },
    async report(name, end) {
      const wanted = end === undefined ? await newestEnd(name) : String(end);
      const packed = await redis.hgetBuffer(keys.reports(name), wanted);
      return packed === null ? undefined : (await unpack(packed)).toString();
    },
  };
}
