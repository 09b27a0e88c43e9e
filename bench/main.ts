import { cpus } from 'node:os';
import path from 'node:path';
import { hasAlertmanager } from './alertmanager-program.ts';
import { GROUPS, MESSAGES } from './load.ts';
import { signedMessages } from './messages.ts';
import { waitFor } from './program.ts';
import { inFolder, measurePeer, middle, rates, ratiosOf } from './pairs.ts';
import { measure } from './runner.ts';
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
  const [mine, peer] = [
    await measureOurs(),
    withPeer ? await measurePeer(folder, seconds) : undefined,
  ];
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
    const ratios = ratiosOf(ours, theirs);
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
