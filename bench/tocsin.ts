import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MESSAGES, TOPIC } from './load.ts';
import type { Messages } from './messages.ts';
import { firstLine, startProgram } from './program.ts';
import { startRedis } from './redis.ts';
import type { Runner } from './runner.ts';

const BOT = fileURLToPath(new URL('./bot.ts', import.meta.url));

export interface Tocsin extends Runner {
  /** Processor time of both processes, in seconds. */
  cpu(): Promise<number>;
  /** The time from receipt to notification. */
  latency(): Promise<string>;
}

/** Ours, in two processes on one Redis: one takes in, one decides and tells. */
export async function startTocsin(work: string, sinkUrl: string, input: Messages): Promise<Tocsin> {
  const redis = startRedis(work);
  const config = path.join(work, 'tocsin.yaml');
  const certificate = path.join(work, 'certificate.pem');
  await writeFile(certificate, input.certificatePem);
  await writeFile(
    config,
    `
http: { listen: "127.0.0.1:0" }
redis: { url: ${JSON.stringify(redis.socket)} }
intake: { sns: { topics: [ { arn: "${TOPIC}" } ], max_age: 1y } }
reconcile: { sources: [] }
route: { receiver: sink, group_by: [ApiName], group_wait: 1s, group_interval: 5s, repeat_interval: 4h }
receivers: [ { name: sink, webhook: [ { url: "${sinkUrl}" } ] } ]
`,
  );
  const log = (name: string) => path.join(work, `${name}.log`);
  const profile =
    process.env['BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir=data/bench'];
  const bot = (roles: string) =>
    startProgram(
      process.execPath,
      [...profile, BOT, config, input.certificateUrl, certificate, roles],
      { log: log(roles), stdout: 'pipe' },
    );
  const [intake, worker] = [bot('intake'), bot('worker')];
  const urls = await Promise.all([intake, worker].map(firstLine));
  const [url = '', workerUrl = ''] = urls;
  return {
    load: { url, path: '/v1/sns', contentType: 'text/plain', file: input.file },
    lines: MESSAGES,
    taken: () => counted(url, 'tocsin_intake_requests_total{endpoint="/v1/sns",status="200"}'),
    async cpu() {
      const each = urls.map((one) => counted(one, 'process_cpu_seconds_total'));
      return (await Promise.all(each)).reduce((sum, value) => sum + value, 0);
    },
    latency: () => quantiles(workerUrl),
    async stop() {
      await Promise.all([intake.stop(), worker.stop()]);
      await redis.program.stop();
    },
  };
}

/** The sum of the lines of a metric that begin with these words. */
async function counted(url: string, words: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const values = text
    .split('\n')
    .filter((line) => line.startsWith(words))
    .map((line) => Number(line.split(' ').at(-1)));
  return values.reduce((sum, value) => sum + value, 0);
}

/** The median and the 99th percentile of the time from receipt to notification, as bucket bounds. */
async function quantiles(url: string): Promise<string> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const buckets = [
    ...text.matchAll(/tocsin_signal_to_notification_seconds_bucket\{le="([^"]+)"[^}]*\} (\d+)/gu),
  ].map(([, bound = '', value]) => ({ bound, count: Number(value) }));
  const total = buckets.at(-1)?.count ?? 0;
  const at = (share: number) => buckets.find(({ count }) => count >= total * share)?.bound ?? '?';
  return `p50 ≤ ${at(0.5)} s, p99 ≤ ${at(0.99)} s (group_wait 1 s, group_interval 5 s)`;
}
