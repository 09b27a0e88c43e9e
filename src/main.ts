import { dirname } from 'node:path';
import { startApp, type App, type Role } from './app.ts';
import { ConfigError } from './config/config-error.ts';
import type { Environment } from './config/environment.ts';
import { findConfig } from './config/find.ts';
import type { Config, LoadedConfig } from './config/load.ts';
import { loadForStart } from './config/load-for-start.ts';
import { problemText } from './config/problem.ts';
import { createLog, type Log } from './telemetry/log.ts';
import { secretsOf } from './config/secrets.ts';
import { VERSION } from './version.ts';

export interface StartOptions {
  /** The config's path, if one was named. */
  readonly config?: string;
  readonly roles: ReadonlySet<Role>;
  readonly env: Environment;
}

/** After a clean stop, what still holds the process is not waited for longer, in milliseconds. */
const LINGER = 2_000;
/** A stop that takes longer has failed; everything is durable, so nothing is lost. In milliseconds. */
const STOP_TIMEOUT = 25_000;

/**
 * Runs the bot until SIGTERM or SIGINT, then stops cleanly: nothing new is taken in, what is under
 * way is finished. Resolves once it has stopped.
 *
 * @throws ConfigError before anything is started
 */
export async function runBot({ config: named, roles, env }: StartOptions): Promise<void> {
  const path = findConfig(named, env);
  const readConfig = (): LoadedConfig => {
    const file = path ?? findConfig(named, env);
    return loadForStart({ ...(file !== undefined && { path: file }), env });
  };
  const { config, policy, problems } = readConfig();
  if (config === undefined) {
    throw new ConfigError(problems.filter(({ severity }) => severity === 'error'));
  }
  const log = createLog({ level: 'info', secrets: secretsOf(config) });
  for (const problem of problems) log.warn({}, problemText(problem));

  // From the first moment: a signal that comes while it starts must not leave half of it running.
  const end = endOf(log);
  const reload = reloadsOf(log);
  const folder = path === undefined ? '.' : dirname(path);
  const app = await startApp({
    config,
    policy,
    readConfig,
    folder,
    log,
    roles,
    version: VERSION,
  }).catch((error: unknown) => {
    leave(1);
    throw error;
  });
  log.info({ url: app.url, roles: [...roles], version: VERSION, ...summary(config) }, 'started');
  reload.into(app);
  const { why, status } = await end;
  log.info({ why }, 'stopping');
  await stop(app, log, status);
}

function summary(config: Config): Readonly<Record<string, unknown>> {
  return {
    topics: config.intake.sns.topics.length,
    queues: config.intake.sqs.length,
    receivers: config.receivers.length,
    redis: config.redis.url === '' ? 'embedded' : 'external',
  };
}

/** From the first moment: without a listener SIGHUP would end the process. */
function reloadsOf(log: Log): { readonly into: (app: Pick<App, 'reload'>) => void } {
  let app: Pick<App, 'reload'> | undefined;
  let isAsked = false;
  process.on('SIGHUP', () => {
    log.info({}, 'asked to reload the config');
    if (app === undefined) isAsked = true;
    else void app.reload();
  });
  return {
    into(started) {
      app = started;
      if (isAsked) void app.reload();
    },
  };
}

interface End {
  readonly why: string;
  /** The exit status to end with. */
  readonly status: number;
}

/**
 * Resolves when the bot is to end: by a signal, or because an exception that nobody caught leaves it in
 * a state that nobody knows; whoever watches over the process starts it again. A promise that was
 * rejected and forgotten is a mistake of ours or of a library, to be seen and mended, but no reason to
 * take no more alarms: what it was about is tried again from the store.
 */
function endOf(log: Log): Promise<End> {
  process.on('unhandledRejection', (error) => {
    log.error({ error }, 'a promise was rejected and nobody looked');
  });
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => resolve({ why: signal, status: 0 }));
    }
    process.once('uncaughtException', (error) => {
      log.critical({ error }, 'an exception was thrown and nobody caught it');
      resolve({ why: 'an exception', status: 1 });
    });
  });
}

async function stop(app: App, log: Log, status: number): Promise<void> {
  setTimeout(() => {
    log.critical({}, `it did not stop within ${STOP_TIMEOUT / 1000} s`);
    process.exit(1);
  }, STOP_TIMEOUT).unref();
  await app.stop();
  log.info({}, 'stopped');
  log.flush();
  leave(status);
}

/** Ends the process as soon as nothing holds it, and soon in any case. */
function leave(status: number): void {
  process.exitCode = status;
  setTimeout(() => process.exit(), LINGER).unref();
}
