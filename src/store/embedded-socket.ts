import { lstat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { shortHash } from '../alert/fingerprint.ts';
import { isListening } from './folder-lock.ts';

/** The longest path of a Unix socket that every system takes, in bytes, and room for a suffix. */
const LONGEST_SOCKET_PATH = 90;

/** Where the bot's own Redis keeps its data. */
export function redisFolder(dataDir: string): string {
  return resolve(dataDir, 'redis');
}

/** The folder for the sockets of such a Redis: its own, or one with a short name where that is too long. */
export function socketFolder(folder: string): string {
  return Buffer.byteLength(socketIn(folder)) <= LONGEST_SOCKET_PATH
    ? folder
    : join(tmpdir(), `tocsin-${shortHash(folder)}`);
}

/** The path of its socket. */
export function socketIn(sockets: string): string {
  return join(sockets, 'redis.sock');
}

/** @throws Error when a folder is not ours alone. */
export async function checkOwner(folder: string): Promise<void> {
  const { uid, mode } = await lstat(folder);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new Error(`${folder} belongs to somebody else`);
  }
}

/**
 * The socket of the Redis that a bot with this data folder runs; undefined when none does.
 *
 * @throws Error when somebody else could have put it there
 */
export async function findEmbeddedRedis(dataDir: string): Promise<string | undefined> {
  const folder = redisFolder(dataDir);
  const sockets = socketFolder(folder);
  const path = socketIn(sockets);
  if (!(await isListening(path))) return undefined;
  if (sockets !== folder) await checkOwner(sockets);
  return path;
}
