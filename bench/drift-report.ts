import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { startComparer } from '../src/app/models/drift-compared.ts';
import { DEFAULT_RULES } from '../src/drift/report/rules.ts';

/**
 * What a drift report of two Parquet files costs: seconds, memory, and for how long the event loop
 * was held up meanwhile; beside it for how long that of an idle process was, which is the machine's
 * doing, and how long the main thread worked in all. It should take less than 20 s and 1 GB, and hold the loop up for less than 50 ms.
 *
 *   npm run bench:drift-report -- [--distances] [FEATURES] [ROWS] [TIMES]
 */
const { values, positionals } = parseArgs({
  options: { distances: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [features = 200, rows = 100_000, times = 3] = positionals.map(Number);
const FOLDER = path.join(import.meta.dirname, '..', 'data', 'bench');

/** Writing them takes longer than the report, so they are kept for the next run. */
function dataFile(name: string, shift: number): string {
  const file = path.join(FOLDER, `drift-${name}-${features}-${rows}.parquet`);
  if (existsSync(file)) return file;
  mkdirSync(FOLDER, { recursive: true });
  const program = path.join(import.meta.dirname, 'write-drift-data.ts');
  execFileSync(process.execPath, [program, `${file}.part`, `${features}`, `${rows}`, `${shift}`]);
  renameSync(`${file}.part`, file);
  return file;
}

const [reference, current] = [dataFile('reference', 0), dataFile('current', 1)];
const idle = fork(path.join(import.meta.dirname, 'idle-loop.ts'));

async function idleHeldUp(): Promise<number> {
  idle.send('how long?');
  const [longest] = await once(idle, 'message');
  return Number(longest);
}

function msOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

const comparer = startComparer();
process.stdout.write(`${features} features × ${rows.toLocaleString('en-US')} rows\n`);
for (let time = 0; time < times; time += 1) {
  await idleHeldUp();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  let steps = 0;
  const report = await comparer.compare(
    {
      sides: { reference: { from: reference }, current: { from: current } },
      columns: {},
      model: 'bench',
      prediction: 'prediction',
      rules: { ...DEFAULT_RULES, distances: values.distances },
      at: Date.now(),
    },
    { onProgress: () => (steps += 1) },
  );
  const taken = performance.now() - begun;
  delay.disable();
  const worked = msOf(process.cpuUsage(all));
  const workedHere = msOf(process.threadCpuUsage(own));
  const cells = [
    `${(taken / 1000).toFixed(1)} s`,
    `${(worked / 1000).toFixed(2)} s of processors, ${workedHere.toFixed(0)} ms of them in the main thread`,
    `largest memory so far ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    `loop held up ${(delay.max / 1e6).toFixed(1)} ms at most (an idle one ${(await idleHeldUp()).toFixed(1)} ms)`,
    `${report.drifted} of ${report.tested} drifted`,
    `${steps} steps told`,
    ...report.remarks,
  ];
  process.stdout.write(`${cells.join(', ')}\n`);
}
await comparer.close();
idle.kill();
