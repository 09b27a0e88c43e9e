import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApp, type App } from '../../../src/app.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { problemText } from '../../../src/config/problem.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { tocsin } from './tocsin.ts';

const TOKEN = 'a-token-of-16-chars';

/** A bot on a Redis of its own that writes what it would tell to the log, and the command beside it. */
export interface LiveBot {
  readonly app: App;
  readonly redis: TestRedis;
  readonly folder: string;
  /** Each log line, as it came. */
  readonly log: readonly string[];
  readonly fires: (...alerts: readonly Readonly<Record<string, string>>[]) => Promise<void>;
  /** Runs the command with the bot's config, as the user ana. */
  readonly run: (...args: readonly string[]) => ReturnType<typeof tocsin>;
  readonly stop: () => Promise<void>;
}

export async function startLiveBot(extra: string): Promise<LiveBot> {
  const redis = await startRedis();
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-live-'));
  const file = path.join(folder, 'tocsin.yaml');
  const text = `
redis: { url: "${redis.url}" }
data_dir: ${path.join(folder, 'data')}
http: { listen: "127.0.0.1:0" }
intake: { webhooks: { tocsin: { token: ${TOKEN} } } }
${extra}
`;
  await writeFile(file, text);
  const loaded = loadConfig({ text, env: {} });
  if (loaded.config === undefined) throw new Error(loaded.problems.map(problemText).join('\n'));
  const log: string[] = [];
  const destination = { write: (line: string) => void log.push(line) };
  const app = await startApp({
    config: loaded.config,
    policy: loaded.policy,
    log: createLog({ level: 'info', secrets: [], destination }),
    roles: new Set(['intake', 'worker']),
    version: 'test',
  });
  return {
    app,
    redis,
    folder,
    log,
    async fires(...alerts) {
      const answer = await fetch(`${app.url}/v1/alerts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify({ alerts: alerts.map((labels) => ({ labels })) }),
      });
      if (answer.status !== 200) throw new Error(await answer.text());
    },
    run: (...args) => tocsin([...args, '--config', file], { env: { USER: 'ana' } }),
    async stop() {
      await app.stop();
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
