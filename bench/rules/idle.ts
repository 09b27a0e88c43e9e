import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { KEYS } from '../../src/app/wiring.ts';
import { connect } from '../../src/store/redis/connect.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { readStats } from '../../src/store/redis/stats.ts';
import { firstLine, startProgram, waitFor } from '../program.ts';
import { startRedis } from '../redis.ts';
import { startSink } from '../sink.ts';
import { cpuOf, memoryOf } from './cost.ts';
import { bulkOf, signalOf } from './installation.ts';

/**
 * What the whole bot and its Redis use while nothing happens: with 100,000 alerts that fire in 10,000
 * groups, all told, and `repeat_interval` four hours away.
 *
 *   npm run bench:idle [ALERTS [SECONDS]]
 */
const [alerts = 100_000, seconds = 30] = process.argv.slice(2).map(Number);
const PER_GROUP = 10;
const BULK = 200;
const DAY = 24 * 60 * 60 * 1000;
const BOT = fileURLToPath(new URL('../bot.ts', import.meta.url));

const work = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
const server = startRedis(work);
const sink = await startSink();
const redis = connect({ path: server.socket }, () => {});
await waitFor('Redis answers', () => redis.ping().then(Boolean, () => false), 10_000);
const config = path.join(work, 'tocsin.yaml');
const receivers = [{ name: 'sink', webhook: [{ url: sink.url }] }];
const route = { receiver: 'sink', group_by: ['service'], group_wait: '1s', repeat_interval: '4h' };
const http = { listen: '127.0.0.1:0' };
const reconcile = { sources: [] };
await writeFile(
  config,
  JSON.stringify({ http, redis: { url: server.socket }, reconcile, route, receivers }),
);
const bot = startProgram(process.execPath, [BOT, config, '', config, 'intake,worker'], {
  log: path.join(work, 'bot.log'),
  stdout: 'pipe',
});

try {
  const url = await firstLine(bot);
  const [empty, begun] = [await memoryOf(redis), performance.now()];
  await fill();
  await waitFor('all is told', isQuiet, 600_000);
  // What was done is swept up.
  await setTimeout(10_000);
  const settled = (performance.now() - begun) / 1_000;
  const bytes = ((await memoryOf(redis)) - empty) / alerts;
  process.stdout.write(
    `${alerts} alerts in ${alerts / PER_GROUP} groups, told in ${settled.toFixed(0)} s: ${bytes.toFixed(0)} bytes of Redis an alert\n`,
  );
  const [botBefore, redisBefore] = [await botCpu(url), await cpuOf(redis)];
  await setTimeout(seconds * 1_000);
  const share = (used: number) => `${((100 * used) / (seconds * 1e6)).toFixed(2)} %`;
  const [botUsed, redisUsed] = [
    (await botCpu(url)) - botBefore,
    (await cpuOf(redis)) - redisBefore,
  ];
  process.stdout.write(
    `${seconds} s of quiet, of one core: bot ${share(botUsed)}, Redis ${share(redisUsed)}\n`,
  );
} finally {
  await bot.stop();
  redis.disconnect();
  await server.program.stop();
  await sink.stop();
  await rm(work, { recursive: true, force: true });
}

async function fill(): Promise<void> {
  const inbox = createRedisInbox(redis, KEYS, DAY);
  for (let from = 0; from < alerts; from += BULK) {
    const signals = Array.from({ length: Math.min(BULK, alerts - from) }, (_, index) =>
      signalOf({
        alertname: `errors-${(from + index) % PER_GROUP}`,
        service: `svc-${Math.floor((from + index) / PER_GROUP)}`,
      }),
    );
    await inbox.accept({ messageId: `${from}`, event: bulkOf(signals) });
  }
}

/** Nothing waits, and no group has anything to say before it is repeated. */
async function isQuiet(): Promise<boolean> {
  const { inbox, outbox, timers } = await readStats(redis, KEYS);
  const [, next] = await redis.zrange(KEYS.timers, 0, '0', 'WITHSCORES');
  const isFar = Number(next) > Date.now() + seconds * 2_000;
  return inbox + outbox === 0 && timers === alerts / PER_GROUP && isFar;
}

/** The processor time that the bot has used so far, in microseconds. */
async function botCpu(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return 1e6 * Number(/^process_cpu_seconds_total (.*)$/mu.exec(text)?.[1]);
}
