import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  EmbeddedRedisError,
  startEmbeddedRedis,
  type EmbeddedRedis,
} from '../../src/store/embedded.ts';
import { redisFolder, socketFolder, socketIn } from '../../src/store/embedded-socket.ts';
import { durabilityWarnings } from '../../src/store/redis/durability.ts';
import { until } from '../support/wait.ts';

const MODULE = new URL('../../src/store/embedded.ts', import.meta.url).href;

let folder: string;
let running: EmbeddedRedis[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-data-'));
  running = [];
  return async () => {
    for (const one of running) await one.stop();
    await rm(folder, { recursive: true, force: true });
  };
});
afterEach(() => vi.unstubAllEnvs());

async function start(dataDir = folder): Promise<EmbeddedRedis> {
  const redis = await startEmbeddedRedis(dataDir);
  running.push(redis);
  return redis;
}

async function ask<T>(path: string, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ path, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
}

async function pidOf(path: string): Promise<number> {
  const info = await ask(path, (client) => client.info('server'));
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

/** Whether a process runs; one that has ended and that nobody has asked about yet does not. */
function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)])
    .stdout.toString()
    .trim();
  return state !== '' && !state.startsWith('Z');
}

/** A bot's own Redis, started by a process of its own that never stops it. */
async function startElsewhere() {
  const script = `
    import { startEmbeddedRedis } from ${JSON.stringify(MODULE)};
    const { path } = await startEmbeddedRedis(${JSON.stringify(folder)});
    process.stdout.write(path);
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [path] = await once(child.stdout, 'data');
  return {
    path: String(path),
    pid: child.pid,
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('the bot’s own Redis', () => {
  test('is durable, evicts nothing, and is reached through its socket alone', async () => {
    const { path } = await start();
    const settings = await ask(path, async (client) => {
      expect(await durabilityWarnings(client)).toEqual([]);
      const names = ['appendonly', 'appendfsync', 'port', 'maxmemory-policy'];
      return Promise.all(names.map(async (name) => [await client.config('GET', name)].flat()[1]));
    });
    expect(settings).toEqual(['yes', 'always', '0', 'noeviction']);
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect((await stat(dirname(path))).mode & 0o077).toBe(0);
  });

  test('keeps what it was told over a restart, and leaves no process and no socket', async () => {
    const first = await start();
    const pid = await pidOf(first.path);
    await ask(first.path, (client) => client.set('told', 'once'));
    await first.stop();
    await until('it has ended', () => !isAlive(pid));
    expect((await readdir(join(folder, 'redis'))).filter((name) => name.includes('sock'))).toEqual(
      [],
    );
    const second = await start();
    expect(await ask(second.path, (client) => client.get('told'))).toBe('once');
  });

  test('survives the bot, and is taken over by the next one', async () => {
    const killed = await startElsewhere();
    await ask(killed.path, (client) => client.set('told', 'once'));
    const pid = await pidOf(killed.path);
    await killed.kill();
    expect(isAlive(pid)).toBe(true);
    const next = await start();
    expect(await pidOf(next.path)).toBe(pid);
    expect(await ask(next.path, (client) => client.get('told'))).toBe('once');
    await next.stop();
    await until('it has ended', () => !isAlive(pid));
  });

  test('keeps everything it acknowledged when it is killed, and is started again', async () => {
    const { path } = await start();
    const pid = await pidOf(path);
    await ask(path, async (client) => {
      for (let n = 0; n < 50; n += 1) await client.rpush('told', n);
    });
    process.kill(pid, 'SIGKILL');
    const again = await until('it is back', () => pidOf(path).catch(() => undefined));
    expect(again).not.toBe(pid);
    expect(await ask(path, (client) => client.llen('told'))).toBe(50);
  });

  test('starts over what a killed one left behind', async () => {
    const killed = await startElsewhere();
    const pid = await pidOf(killed.path);
    await ask(killed.path, (client) => client.set('told', 'once'));
    await killed.kill();
    process.kill(pid, 'SIGKILL');
    await until('it is dead', () => !isAlive(pid));
    const next = await start();
    expect(await ask(next.path, (client) => client.get('told'))).toBe('once');
  });

  test('starts as soon as one that is being killed listens no more', async () => {
    const sockets = socketFolder(redisFolder(folder));
    await mkdir(sockets, { recursive: true, mode: 0o700 });
    const dying = createServer();
    await once(dying.listen(socketIn(sockets)), 'listening');
    const starting = start();
    const [asking]: Socket[] = await once(dying, 'connection');
    const closed = once(dying, 'close');
    dying.close();
    dying.on('connection', (socket) => socket.destroy());
    asking?.destroy();
    await closed;
    const { path } = await starting;
    expect(await ask(path, (client) => client.ping())).toBe('PONG');
  });

  test('is started in a folder whose path is too long for a socket', async () => {
    const long = join(folder, 'x'.repeat(120));
    const { path } = await start(long);
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(100);
    expect((await stat(dirname(path))).mode & 0o077).toBe(0);
    await expect(startEmbeddedRedis(long)).rejects.toThrow('another bot');
    await ask(path, (client) => client.set('told', 'once'));
    await running.pop()?.stop();
    const again = await start(long);
    expect(await ask(again.path, (client) => client.get('told'))).toBe('once');
    await running.pop()?.stop();
    await rm(dirname(path), { recursive: true });
  });
});

describe('what keeps it from starting is said with what to do:', () => {
  test('another bot uses the data folder', async () => {
    const other = await startElsewhere();
    await expect(startEmbeddedRedis(folder)).rejects.toThrow(
      `another bot (process ${other.pid}) uses the data folder ${folder}: stop it, or give this one another data_dir; bots that are to share their work need redis.url`,
    );
    expect(await ask(other.path, (client) => client.ping())).toBe('PONG');
    await other.kill();
    await start();
  });

  test('there is no redis-server', async () => {
    vi.stubEnv('PATH', folder);
    await expect(startEmbeddedRedis(folder)).rejects.toThrow(
      /^redis-server is not installed: run `make setup`.*apt-get.*brew.*redis\.url/,
    );
    vi.unstubAllEnvs();
    await start();
  });

  test('the redis-server ends at once', async () => {
    const programs = join(folder, 'bin');
    await mkdir(programs);
    await writeFile(join(programs, 'redis-server'), '#!/bin/sh\necho no >&2\nexit 3\n', {
      mode: 0o755,
    });
    vi.stubEnv('PATH', `${programs}:${process.env['PATH']}`);
    const failure = startEmbeddedRedis(folder);
    await expect(failure).rejects.toBeInstanceOf(EmbeddedRedisError);
    await expect(failure).rejects.toThrow(
      `the bot's own Redis did not start (it ended with 3): see ${join(folder, 'redis', 'redis.log')}`,
    );
  });

  test('the data folder can not be made', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(startEmbeddedRedis(join(folder, 'file'))).rejects.toThrow(
      /^the data folder .*redis can not be used \(.*ENOTDIR.*\): make it writable, or set data_dir/,
    );
  });

  test('somebody else has made the folder for its sockets', async () => {
    const long = join(folder, 'y'.repeat(120));
    const { path } = await start(long);
    await running.pop()?.stop();
    await chmod(dirname(path), 0o777);
    await expect(startEmbeddedRedis(long)).rejects.toThrow('belongs to somebody else');
    await rm(dirname(path), { recursive: true });
    await symlink(folder, dirname(path));
    await expect(startEmbeddedRedis(long)).rejects.toThrow('can not be used');
    await rm(dirname(path));
  });
});
