import { digestOf } from '../config/digest.ts';
import type { LoadedConfig } from '../config/load.ts';
import { problemText } from '../config/problem.ts';
import { needRestart } from '../config/restart.ts';
import { secretsOf } from '../config/secrets.ts';
import { createGeneration, type Generation } from './generation.ts';
import type { ChangeKind } from './rulebook-change.ts';
import type { WorkerPart } from './worker.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** How often it is looked whether another replica made a newer config the active one, in milliseconds. */
const LOOK_EVERY = 1_000;

export interface ReloadParts {
  readonly wiring: Wiring;
  /** Reads the config's file. */
  readonly readConfig: () => LoadedConfig;
  readonly worker: WorkerPart | undefined;
  /** Takes another generation into service, and returns the one before. */
  readonly replace: (next: Generation) => Generation;
}

export interface Reloader {
  /**
   * Reads the file again, and goes over to it if it is in order; else the old one goes on. The log and
   * the metrics say which.
   */
  readonly reload: () => Promise<void>;
  /** Changes nothing any more. */
  readonly stop: () => void;
}

type GoodConfig = Extract<LoadedConfig, { config: object }>;

/**
 * Goes over to a changed config: when told to, and, when another replica was and the file here is the
 * same as its by now, by itself. So all replicas change together, whoever of them is told.
 */
export function startReloading({ wiring, readConfig, worker, replace }: ReloadParts): Reloader {
  const { log, metrics, redis, version, trouble } = wiring;
  let running = { config: wiring.config, digest: digestOf(wiring.config, version) };
  let queue: Promise<void> = Promise.resolve();
  let isStopped = false;
  /** The digest of a config that another replica runs with, and this one can't. */
  let unusable: string | undefined;
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(() => (isStopped ? undefined : work())).catch(trouble);
    return queue;
  };

  async function goOver(loaded: GoodConfig, digest: string, kind: ChangeKind): Promise<void> {
    const { closers: _, ...shared } = wiring;
    const { config, policy } = loaded;
    const next = createGeneration({ ...shared, config, policy });
    try {
      await worker?.change({ config, policy }, kind);
    } catch (error) {
      await next.stop();
      throw error;
    }
    wiring.library.change(config.runbooks.dirs);
    running = { config, digest };
    const old = replace(next);
    if (isStopped) return next.stop();
    next.startQueues();
    next.startChecks();
    await old.stop();
  }

  async function reload(): Promise<void> {
    const loaded = readConfig();
    if (loaded.config === undefined) return refuse(loaded.problems.map(problemText));
    log.hide(secretsOf(loaded.config));
    for (const problem of loaded.problems) log.warn({}, problemText(problem));
    for (const key of needRestart(running.config, loaded.config)) {
      log.warn({ key }, `${key} has changed: it needs a restart`);
    }
    try {
      const digest = digestOf(loaded.config, version);
      if (digest === running.digest) log.info({ digest }, 'the config is the same as before');
      else {
        await goOver(loaded, digest, 'activate');
        log.info({ digest }, 'the config was reloaded');
      }
      metrics.configRead({ successful: true });
    } catch (error) {
      refuse([error instanceof Error ? error.message : String(error)]);
    }
  }

  function refuse(reasons: readonly string[]): void {
    for (const reason of reasons) log.error({}, reason);
    log.error({}, 'the config was not reloaded: the one before goes on');
    metrics.configRead({ successful: false });
  }

  /** Another replica has a newer config: if it is in the file here too, it is this one's as well. */
  async function follow(): Promise<void> {
    const newest = await redis.get(KEYS.newestPolicy);
    if (newest === null || newest === running.digest || newest === unusable) return;
    const loaded = readConfig();
    if (loaded.config === undefined) return;
    try {
      if (digestOf(loaded.config, version) !== newest) return;
      log.hide(secretsOf(loaded.config));
      await goOver(loaded, newest, 'follow');
      metrics.configRead({ successful: true });
      log.info({ digest: newest }, 'the config was reloaded, as another replica did');
    } catch (error) {
      // It would be the same a second later.
      unusable = newest;
      refuse([error instanceof Error ? error.message : String(error)]);
    }
  }

  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void inTurn(follow).finally(() => (isLooking = false));
  }, LOOK_EVERY).unref();

  return {
    reload: () => inTurn(reload),
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
