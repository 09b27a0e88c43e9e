import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What every claim's file name begins with. */
const PREFIX = 'lock-';
/** How long who is asked may take to say who it is, in milliseconds. */
const ANSWER_TIMEOUT = 1_000;
/** How long those who want the lock at the same moment may take to agree, in milliseconds. */
const AGREE_TIMEOUT = 10_000;
const LOOK_EVERY = 10;

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
 * Takes the lock of a folder for as long as this process lives. A claim is a Unix socket with a name
 * of its own, at which its process says who it is. The system closes it however the process ends, so
 * the dead claim nothing, and unlike a process id in a file it can't be mistaken for somebody else's.
 * No name is used twice: to remove a dead one never removes a living one.
 *
 * Who has made a claim, and after that finds nobody else's alive, has the lock: of two, at least the
 * later to look sees the other. Of several who look at once the first by name stays and waits for the
 * others to withdraw.
 *
 * @returns what gives it back
 * @throws LockHeld
 */
export async function takeLock(folder: string): Promise<() => Promise<void>> {
  const end = performance.now() + AGREE_TIMEOUT;
  for (let givenWay = 0; performance.now() < end; givenWay += 1) {
    const claim = await makeClaim(folder);
    try {
      if (await prevails(claim, folder, end)) return () => withdraw(claim);
    } catch (error) {
      await withdraw(claim);
      throw error;
    }
    await withdraw(claim);
    // Ever longer, and each as chance will have it: many that come back at once would go on for ever.
    await pause(LOOK_EVERY * (1 + Math.random()) * 2 ** Math.min(givenWay, 5));
  }
  throw new LockHeld('?');
}

interface Claim {
  readonly name: string;
  readonly server: Server;
  /** True once it has the lock. */
  holds: boolean;
}

async function makeClaim(folder: string): Promise<Claim> {
  const name = `${PREFIX}${randomBytes(4).toString('hex')}`;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(`${claim.holds ? 'has it' : 'wants it'} ${process.pid}`);
  });
  const claim: Claim = { name, server, holds: false };
  await once(server.listen(join(folder, name)), 'listening');
  server.unref();
  return claim;
}

/** True when the claim has become the lock; false when it has to give way for now. */
async function prevails(claim: Claim, folder: string, end: number): Promise<boolean> {
  while (performance.now() < end) {
    const names = (await readdir(folder)).filter((name) => name.startsWith(PREFIX));
    // Taken for dead, and away, between its making and its first answer.
    if (!names.includes(claim.name)) return false;
    const rivals = await rivalsAmong(names, claim, folder);
    if (rivals.length === 0) {
      claim.holds = true;
      return true;
    }
    if (rivals.some((name) => name < claim.name)) return false;
    await pause(LOOK_EVERY);
  }
  return false;
}

/**
 * The names of other living claims; what the dead left is removed.
 *
 * @throws LockHeld when one of them has the lock
 */
async function rivalsAmong(
  names: readonly string[],
  { name: own }: Claim,
  folder: string,
): Promise<readonly string[]> {
  const rivals: string[] = [];
  for (const name of names) {
    if (name === own) continue;
    const said = await ask(join(folder, name));
    if (said === undefined) await rm(join(folder, name), { force: true });
    else if (said.startsWith('wants it')) rivals.push(name);
    else throw new LockHeld(/\d+$/.exec(said)?.[0] ?? '?');
  }
  return rivals;
}

/** What the process at a Unix socket says; '' when it is too busy, undefined when there is none. */
async function ask(path: string): Promise<string | undefined> {
  if (!(await isListening(path))) return undefined;
  const socket = connect(path);
  socket.setTimeout(ANSWER_TIMEOUT, () => socket.destroy());
  let said = '';
  try {
    for await (const chunk of socket) said += String(chunk);
  } catch (error) {
    if (isNobody(error)) return undefined;
    // Who hangs up is withdrawing: to be looked at again.
    if (codeOf(error) === 'ECONNRESET') return 'wants it';
  }
  return said;
}

/** Whether anybody listens at a Unix socket. In doubt somebody does. */
export async function isListening(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    return !isNobody(error);
  } finally {
    socket.destroy();
  }
}

/** Closing a socket takes its file away too. */
async function withdraw({ server }: Claim): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

function isNobody(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOENT'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
