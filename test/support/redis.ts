import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../demo/listen.ts';

export interface TestRedis {
  readonly url: string;
  /** A client of its own for looking in; closed with the server. */
  readonly client: Redis;
  /** Stands still, with its connections open, until `goOn`. */
  readonly pause: () => void;
  readonly goOn: () => void;
  /** SIGKILL: it is gone, what it had synced stays on disk. */
  readonly crash: () => Promise<void>;
  /** After `crash`: the same data at the same address. */
  readonly startAgain: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A real redis-server, as production should have it: append-only file, synced before it answers. */
export async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-redis-'));
  const port = await freePort();
  let server = launch(folder, port);
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 25, maxRetriesPerRequest: null });
  client.on('error', () => {});
  await client.ping();
  return {
    url,
    client,
    pause: () => void server.kill('SIGSTOP'),
    goOn: () => void server.kill('SIGCONT'),
    crash: () => end(server, 'SIGKILL'),
    async startAgain() {
      server = launch(folder, port);
      await client.ping();
    },
    async stop() {
      client.disconnect();
      await end(server, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function launch(folder: string, port: number): ChildProcess {
  return spawn(
    'redis-server',
    `--port ${port} --bind 127.0.0.1 --save '' --appendonly yes --appendfsync always --dir`
      .split(' ')
      .map((word) => (word === "''" ? '' : word))
      .concat(folder),
    { stdio: 'ignore' },
  );
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
}
