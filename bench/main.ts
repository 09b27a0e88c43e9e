import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { hasAlertmanager } from './alertmanager-program.ts';
import { startAlertmanager } from './alertmanager.ts';
import { GROUPS, MESSAGES } from './load.ts';
import { signedMessages } from './messages.ts';
import { waitFor } from './program.ts';
import { measure } from './runner.ts';
import { startSink, type Sink } from './sink.ts';
import { startTocsin } from './tocsin.ts';
import type { Measured } from './wrk.ts';

/**
 * The commit path with everything on, held against Alertmanager: signature check, `appendfsync always`,
 * delivery to a sink. wrk posts new alarms over 1,000 groups with 32 connections, first to the one,
 * then to the other, again and again: the machine's moods meet both. Each is warmed up first.
 *
 *   npm run bench [PAIRS [SECONDS]]
 */
const [pairs = 7, seconds = 6] = process.argv.slice(2).map(Number);
const folder = path.resolve('data/bench');

interface Ours extends Measured {
  readonly taken: number;
  readonly told: number;
  readonly latency: string;
  /** Microseconds a request. */
  readonly cpu: number;
}

process.stderr.write(`signing ${MESSAGES} messages (kept in ${folder}) …\n`);
const input = await signedMessages(folder, MESSAGES);
const withPeer = await hasAlertmanager();
if (!withPeer) {
  process.stderr.write(
    'no Alertmanager to compare with: apt-get install prometheus-alertmanager\n',
  );
}
const ours: Ours[] = [];
const theirs: Measured[] = [];
for (let pair = 1; pair <= pairs; pair += 1) {
  const [mine, peer] = [await measureOurs(), withPeer ? await measurePeer() : undefined];
  ours.push(mine);
  if (peer !== undefined) theirs.push(peer);
  const against = peer === undefined ? '' : `, Alertmanager ${peer.perSecond.toFixed(0)}`;
  process.stderr.write(`pair ${pair}: Tocsin ${mine.perSecond.toFixed(0)}${against} a second\n`);
}
report();

async function measureOurs(): Promise<Ours> {
  return inFolder(async (work, sink) => {
    const bot = await startTocsin(work, sink.url, input);
    try {
      let warm = { cpu: 0, taken: 0 };
      const measured = await measure(bot, seconds, async () => {
        warm = { cpu: await bot.cpu(), taken: await bot.taken() };
      });
      const taken = await bot.taken();
      await waitFor('every alarm is told', () => sink.told.size >= taken, 60_000).catch(() => {});
      const cpu = (1e6 * ((await bot.cpu()) - warm.cpu)) / (taken - warm.taken);
      return { ...measured, taken, told: sink.told.size, latency: await bot.latency(), cpu };
    } finally {
      await bot.stop();
    }
  });
}

async function measurePeer(): Promise<Measured> {
  return inFolder(async (work, sink) => {
    const peer = await startAlertmanager(work, sink.url, folder);
    try {
      return await measure(peer, seconds);
    } finally {
      await peer.stop();
    }
  });
}

async function inFolder<T>(use: (work: string, sink: Sink) => Promise<T>): Promise<T> {
  const work = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const sink = await startSink();
  try {
    return await use(work, sink);
  } finally {
    await sink.stop();
    await rm(work, { recursive: true, force: true });
  }
}

function report(): void {
  const median = middle(ours, ({ perSecond }) => perSecond);
  process.stdout.write(`
${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.version}, two processes, ${GROUPS} groups
median of ${pairs} runs of ${seconds} s (${rates(ours)}):
  requests a second          ${median.perSecond.toFixed(0)}
  answer, p50 / p99          ${median.p50} / ${median.p99}
  refused or failed          ${median.failed}
  alarms taken in / told     ${median.taken} / ${median.told}
  receipt to notification    ${median.latency}
  the bot's CPU a request    ${median.cpu.toFixed(0)} µs
`);
  if (theirs.length > 0) {
    const ratios = ours.map((one, index) => one.perSecond / (theirs[index]?.perSecond ?? 1));
    const peer = middle(theirs, ({ perSecond }) => perSecond);
    process.stdout.write(`Alertmanager (${rates(theirs)}):
  requests a second          ${peer.perSecond.toFixed(0)}
  answer, p50 / p99          ${peer.p50} / ${peer.p99}
ratio, median of ${pairs} pairs    ${middle(ratios, (ratio) => ratio).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})
`);
  }
  if (ours.some(({ told, taken }) => told < taken)) {
    process.stderr.write('not every alarm that was taken in was told\n');
    process.exitCode = 1;
  }
}

function rates(all: readonly Measured[]): string {
  return all.map(({ perSecond }) => perSecond.toFixed(0)).join(', ');
}

/** The element in the middle by a figure. */
function middle<T>(all: readonly T[], figure: (one: T) => number): T {
  const found = all.toSorted((a, b) => figure(a) - figure(b))[Math.floor(all.length / 2)];
  if (found === undefined) throw new Error('no run finished');
  return found;
}
