import { startApp, type App, type Role } from './app.ts';
import type { Environment } from './config/environment.ts';
import { findConfig } from './config/find.ts';
import { loadConfig, type Config } from './config/load.ts';
import { hasErrors, problemText, startProblems, type Problem } from './config/problem.ts';
import { createLog, type Log } from './telemetry/log.ts';
import { secretsOf } from './config/secrets.ts';
import { VERSION } from './version.ts';

export interface StartOptions {
  /** The config's path, if one was named. */
  readonly config?: string;
  readonly roles: ReadonlySet<Role>;
  readonly env: Environment;
}

/** The config can't be run with; the problems say why. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.problems = problems;
  }
}

/**
 * Runs the bot until SIGTERM or SIGINT, then stops cleanly: nothing new is taken in, what is under
 * way is finished. Resolves once it has stopped.
 *
 * @throws ConfigError before anything is started
 */
export async function runBot({ config: named, roles, env }: StartOptions): Promise<void> {
  const path = findConfig(named, env);
  const loaded = loadConfig({ ...(path !== undefined && { path }), env });
  const problems = startProblems(loaded.problems);
  if (loaded.config === undefined || hasErrors(problems)) {
    throw new ConfigError(problems.filter(({ severity }) => severity === 'error'));
  }
  const { config, policy } = loaded;
  const log = createLog({ level: 'info', secrets: secretsOf(config) });
  for (const problem of problems) log.warn({}, problemText(problem));

  const app = await startApp({ config, policy, log, roles, version: VERSION });
  log.info({ url: app.url, roles: [...roles], version: VERSION, ...summary(config) }, 'started');
  await stopOnSignal(app, log);
}

function summary(config: Config): Readonly<Record<string, unknown>> {
  return {
    topics: config.intake.sns.topics.length,
    receivers: config.receivers.length,
    redis: config.redis.url === '' ? 'embedded' : 'external',
  };
}

async function stopOnSignal(app: App, log: Log): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  log.info({ signal }, 'stopping');
  await app.stop();
  log.info({}, 'stopped');
  log.flush();
}
