import path from 'node:path';
import { EMBEDDED_SETTINGS } from '../src/store/embedded.ts';
import { startProgram, type Program } from './program.ts';

/** A Redis of the benchmark's own, on a Unix socket in its folder, as the bot runs one where it is given none. */
export function startRedis(
  work: string,
  settings: readonly string[] = [],
): { readonly program: Program; readonly socket: string } {
  const socket = path.join(work, 'redis.sock');
  const args = ['--unixsocket', socket, '--dir', work, '--save', '', ...EMBEDDED_SETTINGS];
  const log = path.join(work, 'redis.log');
  return { program: startProgram('redis-server', [...args, ...settings], { log }), socket };
}
