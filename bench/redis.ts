import path from 'node:path';
import { startProgram, type Program } from './program.ts';

/** Redis syncs every write to disk before it answers, as in production. */
const DURABLE = '--port 0 --appendonly yes --appendfsync always --maxmemory-policy noeviction';

/** A Redis of the benchmark's own, on a Unix socket in its folder. */
export function startRedis(
  work: string,
  settings: readonly string[] = [],
): { readonly program: Program; readonly socket: string } {
  const socket = path.join(work, 'redis.sock');
  const args = ['--unixsocket', socket, '--dir', work, '--save', '', ...DURABLE.split(' ')];
  const log = path.join(work, 'redis.log');
  return { program: startProgram('redis-server', [...args, ...settings], { log }), socket };
}
