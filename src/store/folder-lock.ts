import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';

/** How long a holder may take to say who it is, in milliseconds. */
const ANSWER_TIMEOUT = 1_000;
const ATTEMPTS = 5;

/** Another process has the lock. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
  /** Its process id; `?` when it is too busy to say. */
  readonly holder: string;

  constructor(holder: string) {
    super(`process ${holder} has it`);
    this.holder = holder;
  }
}

/**
 * Takes a lock for as long as this process lives. It is a Unix socket that says the process id to
 * whoever connects. The system closes it however the process ends, so it is never held by the dead,
 * and unlike a process id in a file it can't be mistaken for somebody else's process.
 *
 * @returns what gives it back
 * @throws LockHeld
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const server = await listenAt(path);
    if (server !== undefined) return () => close(server);
    const holder = await holderOf(path);
    if (holder !== undefined) throw new LockHeld(holder);
    await clearAway(path);
  }
  throw new LockHeld('?');
}

async function listenAt(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(String(process.pid));
  });
  try {
    await once(server.listen(path), 'listening');
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return undefined;
    throw error;
  }
  return server.unref();
}

/** Whether anybody listens at a Unix socket. In doubt somebody does. */
export async function isListening(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    return !['ECONNREFUSED', 'ENOENT'].includes(codeOf(error));
  } finally {
    socket.destroy();
  }
}

/** The process id of who has the lock; undefined when nobody does. */
async function holderOf(path: string): Promise<string | undefined> {
  if (!(await isListening(path))) return undefined;
  const socket = connect(path);
  socket.setTimeout(ANSWER_TIMEOUT, () => socket.destroy());
  let said = '';
  try {
    for await (const chunk of socket) said += String(chunk);
  } catch {
    // It hung up, or is too busy to say.
  }
  return said === '' ? '?' : said;
}

/**
 * Removes what a dead process left, and only that: whoever else tries the same at this moment may have
 * taken the lock anew between our look and our hand, and then gets it back.
 */
async function clearAway(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const holder = await holderOf(aside);
  if (holder === undefined) return rm(aside, { force: true });
  await rename(aside, path);
  throw new LockHeld(holder);
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
