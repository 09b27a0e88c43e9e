import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { shortHash } from '../alert/fingerprint.ts';

/** The longest path of a Unix socket that every system takes, in bytes. */
const LONGEST_SOCKET_PATH = 100;
/** How long loading an append-only file may take, in milliseconds. */
const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 10_000;
const PROBE_EVERY = 25;

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
 * over as it is.
 */
export async function startEmbeddedRedis(dataDir: string): Promise<EmbeddedRedis> {
  const folder = resolve(dataDir, 'redis');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = socketPath(folder);
  if (await answers(path)) return { path, stop: () => shutDown(path) };

  const child = launch(folder, path);
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(cannotStart(error, folder)));
    child.once('exit', (code) => reject(cannotStart(new Error(`it ended with ${code}`), folder)));
  });
  failed.catch(() => {});
  await Promise.race([waitUntilItAnswers(path), failed]);
  return {
    path,
    async stop() {
      const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
      await shutDown(path);
      await Promise.race([ended, pause(STOP_TIMEOUT)]);
    },
  };
}

function launch(folder: string, path: string): ChildProcess {
  const log = openSync(join(folder, 'redis.log'), 'a', 0o600);
  try {
    return spawn(
      'redis-server',
      [
        ...['--port', '0', '--unixsocket', path, '--unixsocketperm', '700'],
        ...['--dir', folder, '--save', '', '--maxmemory-policy', 'noeviction'],
        ...['--appendonly', 'yes', '--appendfsync', 'always', '--aof-load-truncated', 'yes'],
        ...['--daemonize', 'no', '--timeout', '0'],
      ],
      // A group of its own: Ctrl-C reaches the bot alone, which stops Redis when it is done.
      { stdio: ['ignore', log, log], detached: true },
    );
  } finally {
    closeSync(log);
  }
}

function socketPath(folder: string): string {
  const path = join(folder, 'redis.sock');
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  return join(tmpdir(), `tocsin-${shortHash(folder)}.sock`);
}

function cannotStart(error: NodeJS.ErrnoException, folder: string): EmbeddedRedisError {
  const message =
    error.code === 'ENOENT'
      ? 'redis-server is not installed: run `make setup`, or install it (Debian: apt-get install redis-server; macOS: brew install redis), or set redis.url in the config'
      : `the bot's own Redis did not start (${error.message}): see ${join(folder, 'redis.log')}`;
  return new EmbeddedRedisError(message, { cause: error });
}

async function waitUntilItAnswers(path: string): Promise<void> {
  const end = performance.now() + START_TIMEOUT;
  while (performance.now() < end) {
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
    redis.disconnect();
  }
}

async function shutDown(path: string): Promise<void> {
  const redis = probe(path);
  try {
    await redis.connect();
    await redis.shutdown('NOSAVE');
    redis.disconnect();
  } catch {
    // It closed the connection instead of answering, as it should.
  }
}

function probe(path: string): Redis {
  const redis = new Redis({ path, lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  return redis;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms).unref();
  });
}
