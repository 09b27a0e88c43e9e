import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { connect, connectWaiting, type RedisAddress } from '../../src/store/redis/connect.ts';
import { startRedis } from '../redis.ts';
import { waitFor } from '../program.ts';

/** A Redis that the measurements share. */
export interface Rig {
  readonly address: RedisAddress;
  /** Connections that end with the rig. */
  connect(): { readonly redis: Redis; readonly waiting: Redis };
  readonly redis: Redis;
  stop(): Promise<void>;
}

/** Rewriting its file would fall into one measurement and not into the next. */
const NO_REWRITE = ['--auto-aof-rewrite-percentage', '0'];

export async function startRig(): Promise<Rig> {
  const work = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const { program, socket } = startRedis(work, NO_REWRITE);
  const address = { path: socket };
  const open: Redis[] = [];
  const opened = <T extends Redis>(redis: T): T => {
    open.push(redis);
    return redis;
  };
  const redis = opened(connect(address, () => {}));
  await waitFor('Redis answers', () => redis.ping().then(Boolean, () => false), 10_000);
  return {
    address,
    redis,
    connect: () => ({
      redis: opened(connect(address, () => {})),
      waiting: opened(connectWaiting(address, () => {})),
    }),
    async stop() {
      for (const one of open) one.disconnect();
      await program.stop();
      await rm(work, { recursive: true, force: true });
    },
  };
}
