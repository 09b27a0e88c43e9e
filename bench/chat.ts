import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { typeCommands } from './chat/commands.ts';
import { overHttp } from './chat/over-http.ts';
import { startSlackSink } from './chat/slack.ts';
import { startProbe, type Probe } from './rules/probe.ts';
import { firstLine, startProgram } from './program.ts';
import { startRedis } from './redis.ts';
import { startSink } from './sink.ts';

/**
 * How long a slash command waits for its acknowledgement while alarms come in: signed requests in HTTP
 * mode and envelopes in Socket Mode, each to a bot of one process, and to one whose chat has a process of its own.
 *
 *   npm run bench:chat [SECONDS] [SIGNALS_A_SECOND]
 */
const [seconds = 30, rate = 1_000] = process.argv.slice(2).map(Number);
const PER_SECOND = 20;
const SECRET = 'bench-signing-secret';
const TOKEN = 'bench-token-0123456789';
const BOT = fileURLToPath(new URL('./bot.ts', import.meta.url));
const LOAD = fileURLToPath(new URL('./chat/load.ts', import.meta.url));
const MODES = { http: 'HTTP mode', socket: 'Socket Mode' };
const LAYOUTS = [['intake,worker,chat,web'], ['intake', 'worker', 'chat']];

for (const mode of ['http', 'socket'] as const) {
  for (const layout of LAYOUTS) {
    const { times, machine, taken, answered } = await measured(mode, layout);
    process.stdout.write(
      `${MODES[mode]}, ${layout.length} process${layout.length === 1 ? '' : 'es'}, ${taken} signals/s taken in: ` +
        `${times.length} commands acknowledged, ${quantiles(times)}; ${answered} answered; ` +
        `meanwhile a timer and a write of the machine: ${quantiles(machine)}\n`,
    );
  }
}

function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(1);
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms`;
}

async function measured(mode: keyof typeof MODES, layout: readonly string[]) {
  const work = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const [slack, sink, redis] = [await startSlackSink(), await startSink(), startRedis(work)];
  const config = path.join(work, 'tocsin.yaml');
  const certificate = path.join(work, 'none.pem');
  await writeFile(certificate, '');
  await writeFile(
    config,
    `
slack: { bot_token: xoxb-bench, app_token: xapp-bench, mode: ${mode}, signing_secret: ${SECRET}, api_url: "${slack.apiUrl}" }
http: { listen: "127.0.0.1:0" }
redis: { url: ${JSON.stringify(redis.socket)} }
intake: { webhooks: { tocsin: { token: ${TOKEN} } } }
reconcile: { sources: [] }
route: { receiver: sink, group_by: [ApiName], group_wait: 1s, group_interval: 5s, repeat_interval: 4h }
receivers: [ { name: sink, webhook: [ { url: "${sink.url}" } ] } ]
`,
  );
  const log = (name: string) => path.join(work, `${name}.log`);
  const bots = layout.map((roles) =>
    startProgram(process.execPath, [BOT, config, '', certificate, roles], {
      log: log(roles),
      stdout: 'pipe',
    }),
  );
  const urls = await Promise.all(bots.map(firstLine));
  const http = overHttp(urls.at(-1) ?? '', SECRET, slack.hook);
  const load = startProgram(process.execPath, [LOAD, urls[0] ?? '', TOKEN, String(rate)], {
    log: log('load'),
    stdout: 'pipe',
    stdin: 'pipe',
  });
  try {
    if (mode === 'socket') await slack.socket.connected;
    const send = mode === 'http' ? http.send : slack.socket.send;
    const typing = { send, perSecond: PER_SECOND };
    // The first seconds warm it up, and make the groups.
    await typeCommands({ ...typing, seconds: 5 });
    const { times, machine } = await beside(await startProbe(), () =>
      typeCommands({ ...typing, seconds }),
    );
    load.child.stdin?.end();
    const taken = await firstLine(load);
    return { times, machine, taken, answered: slack.answers() };
  } finally {
    http.stop();
    await load.stop();
    await Promise.all(bots.map((bot) => bot.stop()));
    await Promise.all([redis.program.stop(), slack.stop(), sink.stop()]);
    await rm(work, { recursive: true, force: true });
  }
}

/** What the machine itself did to a timer and a write while something was measured. */
async function beside(probe: Probe, measure: () => Promise<readonly number[]>) {
  try {
    const times = await measure();
    return { times, machine: await probe.stop() };
  } catch (error) {
    await probe.stop();
    throw error;
  }
}
