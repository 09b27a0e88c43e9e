import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { checkOwner, redisFolder, socketFolder, socketIn } from './embedded-socket.ts';
import { isListening, LockHeld, takeLock } from './folder-lock.ts';

/** How long loading an append-only file may take, in milliseconds. */
const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 10_000;
const PROBE_EVERY = 25;
/** How often it is looked after, in milliseconds. */
const LOOK_EVERY = 1_000;

/**
 * Synced to disk before it answers, on a Unix socket only, never evicting. Of its log so much comes together
 * before it is written anew: at the 64 MB that Redis has by itself a storm of alarms would have it do so every
 * few seconds, for a twentieth of two processors. It is read in a second or two at the next start.
 */
export const EMBEDDED_SETTINGS: readonly string[] = (
  '--port 0 --unixsocketperm 700 --daemonize no --timeout 0 --maxmemory-policy noeviction ' +
  '--appendonly yes --appendfsync always --aof-load-truncated yes ' +
  '--auto-aof-rewrite-min-size 256mb'
).split(' ');

export interface EmbeddedRedis {
  /** The path of its Unix socket. */
  readonly path: string;
  /** Writes everything to disk and ends it. */
  stop(): Promise<void>;
}

/** The bot's own Redis could not be started; the message says what to do. */
export class EmbeddedRedisError extends Error {
  override readonly name = 'EmbeddedRedisError';
}

/**
 * Runs a `redis-server` in the data folder: on a Unix socket only, append-only file, synced to disk
 * before it answers, never evicting. One that an earlier run left behind (the bot was killed) is taken
 * over as it is; one that ends while the bot runs is started again. A data folder serves one bot.
 *
 * @throws EmbeddedRedisError
 */
export async function startEmbeddedRedis(dataDir: string): Promise<EmbeddedRedis> {
  const folder = redisFolder(dataDir);
  const sockets = await prepareFolders(folder);
  const release = await lock(sockets, folder);
  const path = socketIn(sockets);
  try {
    await open(folder, path);
  } catch (error) {
    await release();
    throw error;
  }

  let starting: Promise<void> | undefined;
  const watch = setInterval(() => {
    // What goes wrong stands in its log; whoever needs it finds that it does not answer.
    starting ??= open(folder, path)
      .catch(() => {})
      .finally(() => (starting = undefined));
  }, LOOK_EVERY).unref();
  return {
    path,
    async stop() {
      clearInterval(watch);
      await starting;
      await shutDown(path);
      await release();
    },
  };
}

/** Sees to it that a Redis serves the folder: starts one where none listens, or none does any more. */
async function open(folder: string, path: string): Promise<void> {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  try {
    await Promise.race([waitUntilItAnswers(path, signal), launchWhenFree(folder, path, signal)]);
  } finally {
    giveUp.abort();
  }
}

/** One that is being killed listens until its last thread has ended: it is not to be waited for. */
async function launchWhenFree(folder: string, path: string, signal: AbortSignal): Promise<void> {
  while (await isListening(path)) {
    await pause(PROBE_EVERY);
    if (signal.aborted) return;
  }
  if (!signal.aborted) await launch(folder, path);
}

/** Starts the program. Settles only when it could not be started or has ended: it rejects. */
async function launch(folder: string, path: string): Promise<never> {
  const log = openSync(join(folder, 'redis.log'), 'a', 0o600);
  const child = spawn(
    'redis-server',
    ['--dir', folder, '--unixsocket', path, '--save', '', ...EMBEDDED_SETTINGS],
    // A group of its own: Ctrl-C reaches the bot alone, which stops Redis when it is done.
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  try {
    const [code] = await once(child, 'exit');
    throw new Error(`it ended with ${code}`);
  } catch (error) {
    throw cannotStart(error, folder);
  }
}

/** Makes the data folder and the one where the sockets go. */
async function prepareFolders(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const sockets = socketFolder(folder);
    if (sockets !== folder) {
      await mkdir(sockets, { recursive: true, mode: 0o700 });
      await checkOwner(sockets);
    }
    return sockets;
  } catch (error) {
    throw new EmbeddedRedisError(
      `the data folder ${folder} can not be used (${wordsOf(error)}): make it writable, or set data_dir in the config`,
      { cause: error },
    );
  }
}

async function lock(sockets: string, folder: string): Promise<() => Promise<void>> {
  try {
    return await takeLock(sockets);
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    throw new EmbeddedRedisError(
      `another bot (process ${error.holder}) uses the data folder ${resolve(folder, '..')}: stop it, or give this one another data_dir; bots that are to share their work need redis.url`,
      { cause: error },
    );
  }
}

function cannotStart(error: unknown, folder: string): EmbeddedRedisError {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const message = isMissing
    ? 'redis-server is not installed: run `make setup`, or install it (Debian: apt-get install redis-server; macOS: brew install redis), or set redis.url in the config'
    : `the bot's own Redis did not start (${wordsOf(error)}): see ${join(folder, 'redis.log')}`;
  return new EmbeddedRedisError(message, { cause: error });
}

async function waitUntilItAnswers(path: string, signal: AbortSignal): Promise<void> {
  const end = performance.now() + START_TIMEOUT;
  while (performance.now() < end && !signal.aborted) {
    if (await answers(path)) return;
    await pause(PROBE_EVERY);
  }
  throw new EmbeddedRedisError(`the bot's own Redis did not answer within ${START_TIMEOUT} ms`);
}

async function answers(path: string): Promise<boolean> {
  const redis = probe(path);
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } catch {
    return false;
  } finally {
    letGo(redis);
  }
}

/** Ends a Redis, and waits until its socket is gone: it takes that away last of all. */
async function shutDown(path: string): Promise<void> {
  const redis = probe(path);
  try {
    await redis.connect();
  } catch {
    return;
  }
  // It closes the connection instead of answering, and the client gives up with it.
  await redis.shutdown('NOSAVE').catch(() => {});
  const end = performance.now() + STOP_TIMEOUT;
  while (existsSync(path) && performance.now() < end) await pause(PROBE_EVERY);
  letGo(redis);
}

function probe(path: string): Redis {
  const redis = new Redis({ path, lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  return redis;
}

/** Closes a connection that is open; on one that is not, the client would wait 2 s for its end. */
function letGo(redis: Redis): void {
  if (redis.status === 'ready') redis.disconnect();
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms);
  });
}
