import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listen } from '../demo/listen.ts';
import { GROUPS, TOPIC } from './load.ts';
import { signedMessages, type Messages } from './messages.ts';

/**
 * The commit path with everything on: signature check, `appendfsync always`, delivery to a sink.
 * wrk posts SNS notifications of new alarms over 1,000 groups with 32 connections.
 *
 *   npm run bench [RUNS [SECONDS]]
 */
const [runs = 5, seconds = 8] = process.argv.slice(2).map(Number);
const MESSAGES = 60_000;
const CONNECTIONS = 32;
const run = promisify(execFile);
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

interface Result {
  readonly perSecond: number;
  readonly p50: string;
  readonly p99: string;
  readonly failed: number;
  readonly posted: number;
  readonly told: number;
  readonly delivery: string;
  readonly botCpu: number;
}

const folder = path.resolve('data/bench');
process.stderr.write(`signing ${MESSAGES} messages (kept in ${folder}) …\n`);
const messages = await signedMessages(folder, MESSAGES);
const results: Result[] = [];
for (let index = 0; index < runs; index += 1) {
  const result = await measure(messages);
  results.push(result);
  process.stderr.write(`run ${index + 1}: ${result.perSecond.toFixed(0)} requests a second\n`);
}
const rates = results.map((one) => one.perSecond).toSorted((a, b) => a - b);
const median = results.find((one) => one.perSecond === rates[Math.floor(rates.length / 2)]);
if (median === undefined) throw new Error('no run finished');
process.stdout.write(`
${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.version}, one bot process, ${GROUPS} groups
median of ${runs} runs of ${seconds} s (${rates.map((rate) => rate.toFixed(0)).join(', ')}):
  requests a second          ${median.perSecond.toFixed(0)}
  answer, p50 / p99          ${median.p50} / ${median.p99}
  refused or failed          ${median.failed}
  alarms taken in / told     ${median.posted} / ${median.told}
  receipt to notification    ${median.delivery}
  bot's CPU a request        ${median.botCpu.toFixed(0)} µs
`);
if (results.some(({ told, posted }) => told < posted)) {
  process.stderr.write('not every alarm that was taken in was told\n');
  process.exitCode = 1;
}

async function measure(input: Messages): Promise<Result> {
  const work = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const told = new Set<string>();
  const sink = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      for (const [, name] of Buffer.concat(chunks)
        .toString()
        .matchAll(/"alertname":"([^"]+)"/gu)) {
        if (name !== undefined) told.add(name);
      }
      response.end();
    });
  });
  const { port, stop } = await listen(sink);
  const bot = await startBot(input, work, port);
  try {
    const { stdout } = await run('wrk', [
      '-t1',
      `-c${CONNECTIONS}`,
      `-d${seconds}s`,
      '--latency',
      '-s',
      here('./post.lua'),
      `${bot.url}/`,
      '--',
      input.file,
    ]);
    const posted = await counted(bot.url, 'tocsin_signals_total');
    const botCpu = (await counted(bot.url, 'process_cpu_seconds_total')) * 1e6;
    await waitFor(() => told.size >= posted, 60_000);
    return {
      perSecond: Number(/Requests\/sec:\s+([\d.]+)/u.exec(stdout)?.[1] ?? Number.NaN),
      p50: /50%\s+(\S+)/u.exec(stdout)?.[1] ?? '?',
      p99: /99%\s+(\S+)/u.exec(stdout)?.[1] ?? '?',
      failed: Number(/Non-2xx or 3xx responses: (\d+)/u.exec(stdout)?.[1] ?? 0),
      posted,
      told: told.size,
      delivery: await quantiles(bot.url),
      botCpu: botCpu / posted,
    };
  } finally {
    await bot.stop();
    await stop();
    await rm(work, { recursive: true, force: true });
  }
}

async function startBot(input: Messages, work: string, sinkPort: number) {
  const config = path.join(work, 'tocsin.yaml');
  const certificate = path.join(work, 'certificate.pem');
  await writeFile(certificate, input.certificatePem);
  await writeFile(
    config,
    `
http: { listen: "127.0.0.1:0" }
data_dir: ${JSON.stringify(path.join(work, 'data'))}
intake: { sns: { topics: [ { arn: "${TOPIC}" } ], max_age: 1y } }
reconcile: { sources: [] }
route: { receiver: sink, group_by: [ApiName], group_wait: 1s, group_interval: 5s, repeat_interval: 4h }
receivers: [ { name: sink, webhook: [ { url: "http://127.0.0.1:${sinkPort}/" } ] } ]
`,
  );
  const log = openSync(path.join(work, 'bot.log'), 'a');
  const profile =
    process.env['BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir=data/bench'];
  const child = spawn(
    process.execPath,
    [...profile, here('./bot.ts'), config, input.certificateUrl, certificate],
    { stdio: ['ignore', 'pipe', log] },
  );
  closeSync(log);
  return {
    url: await firstLine(child),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) return String(chunk).trim();
  throw new Error('the bot did not start');
}

/** The sum of a metric over all its labels. */
async function counted(url: string, metric: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const values = text
    .split('\n')
    .filter((line) => line.startsWith(`${metric} `) || line.startsWith(`${metric}{`))
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

async function waitFor(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isDone() && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
