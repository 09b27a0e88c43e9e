import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { wrkArguments, type Load } from './load.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('./post.lua', import.meta.url));

/** What `wrk` measured. */
export interface Measured {
  /** Requests that were answered with 2xx, a second. */
  readonly perSecond: number;
  readonly p50: string;
  readonly p99: string;
  readonly failed: number;
}

/** Runs `wrk` once. @throws Error when it is not installed */
export async function runWrk(load: Load): Promise<Measured> {
  const { stdout } = await run('wrk', wrkArguments(load, SCRIPT)).catch((error: unknown) => {
    throw new Error('wrk is needed: apt-get install wrk, or brew install wrk', { cause: error });
  });
  const first = (pattern: RegExp) => pattern.exec(stdout)?.[1];
  const failed = Number(first(/Non-2xx or 3xx responses: (\d+)/u) ?? 0);
  const rate = Number(first(/Requests\/sec:\s+([\d.]+)/u));
  return {
    perSecond: rate - failed / load.seconds,
    // The first of two lines that say 50 %: the distribution, not the summary above it.
    p50: first(/^\s+50%\s+(\S+)/mu) ?? '?',
    p99: first(/^\s+99%\s+(\S+)/mu) ?? '?',
    failed,
  };
}
