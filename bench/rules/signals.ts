import { cpus } from 'node:os';
import type { Signal } from '../../src/alert/signal.ts';
import { costOf, median, type Cost } from './cost.ts';
import {
  bulkOf,
  createInstallation,
  messagesOf,
  policyOf,
  signalOf,
  type Installation,
} from './installation.ts';
import { startRig, type Rig } from './rig.ts';
import { SERIES, type Series } from './series.ts';

/**
 * What one signal costs, from the inbox to the commit on a real Redis that syncs every write: as silences,
 * firing alerts, inhibit rules and routes grow. All sizes of a series are on one Redis and take turns, so
 * that the machine's moods meet them all; a ratio is the median of the turns'.
 *
 *   npm run bench:rules [TURNS [SERIES]]        # SERIES: part of a name
 */
const [, , turnsText = '15', wanted = ''] = process.argv;
const turns = Number(turnsText);
/** Alerts that fire and recover in a turn. */
const MOVERS = 1_024;
/** Signals that are made durable as one message while it is set up. */
const BULK = 200;
/** The first turns warm the code up. */
const WARM_UP = 3;

interface Candidate {
  readonly size: number;
  readonly bot: Installation;
  readonly labels: readonly Signal['labels'][];
}

for (const series of SERIES.filter(({ name }) => name.includes(wanted))) {
  const rig = await startRig();
  try {
    const candidates: Candidate[] = [];
    for (const size of series.sizes) candidates.push(await prepare(rig, series, size));
    const costs = await measure(rig, candidates);
    report(series, costs);
    for (const { bot } of candidates) bot.close();
  } finally {
    await rig.stop();
  }
}
process.stdout.write(
  `\n${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.version}\n`,
);

async function prepare(rig: Rig, series: Series, size: number): Promise<Candidate> {
  const bot = await createInstallation(
    rig,
    `${series.name} ${size}`,
    policyOf(series.config(size)),
  );
  const silences = (series.silences?.(size) ?? []).map(
    (silence) => ({ type: 'silence', traceId: '', silence }) as const,
  );
  await bot.accept(silences);
  await bot.settle();
  const firing = (series.firing?.(size) ?? []).map((labels) => signalOf(labels));
  for (let from = 0; from < firing.length; from += BULK) {
    await bot.accept([bulkOf(firing.slice(from, from + BULK))]);
  }
  await bot.settle();
  const labels = Array.from({ length: MOVERS }, (_, index) => series.mover(index, size));
  return { size, bot, labels };
}

/** Every alert fires and recovers, one message each. */
async function move({ bot, labels }: Candidate): Promise<void> {
  for (const status of ['firing', 'resolved'] as const) {
    await bot.accept(messagesOf(labels.map((one) => signalOf(one, status))));
    await bot.settle();
  }
}

/** By size: what a signal cost in each turn. */
async function measure(
  rig: Rig,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<number, Cost[]>> {
  const costs = new Map<number, Cost[]>(candidates.map(({ size }) => [size, []]));
  for (let turn = -WARM_UP; turn < turns; turn += 1) {
    const inTurn = turn % 2 === 0 ? candidates : candidates.toReversed();
    for (const candidate of inTurn) {
      const { engine, redis, wall } = await costOf(rig.redis, () => move(candidate));
      const signals = 2 * MOVERS;
      const cost = { engine: engine / signals, redis: redis / signals, wall: wall / signals };
      if (turn >= 0) costs.get(candidate.size)?.push(cost);
    }
  }
  return costs;
}

function report({ name }: Series, costs: ReadonlyMap<number, Cost[]>): void {
  process.stdout.write(
    `\n${name}: CPU a signal, µs\n${'size  engine   Redis    wall   ratio'.padStart(44)}\n`,
  );
  const smallest = [...costs.values()][0] ?? [];
  for (const [size, turns] of costs) {
    const of = (figure: (cost: Cost) => number) => median(turns.map(figure)).toFixed(1).padStart(8);
    const ratio = median(turns.map((cost, turn) => cpuOf(cost) / cpuOf(smallest[turn] ?? cost)));
    const figures = [of(({ engine }) => engine), of(({ redis }) => redis), of(({ wall }) => wall)];
    process.stdout.write(
      `${`${size}`.padStart(12)}${figures.join('')}${ratio.toFixed(2).padStart(8)}\n`,
    );
  }
}

function cpuOf({ engine, redis }: Cost): number {
  return engine + redis;
}
