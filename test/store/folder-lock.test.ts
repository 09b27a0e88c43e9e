import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { isListening, LockHeld, takeLock } from '../../src/store/folder-lock.ts';

const MODULE = new URL('../../src/store/folder-lock.ts', import.meta.url).href;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-lock-'));
  return () => rm(folder, { recursive: true, force: true });
});

/** Takes the lock in a process of its own, and keeps it. */
async function holder() {
  const script = `
    import { takeLock } from ${JSON.stringify(MODULE)};
    await takeLock(${JSON.stringify(folder)}).then(
      () => process.stdout.write('has it'),
      (error) => process.stdout.write(error.message),
    );
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  const [said] = await once(child.stdout, 'data');
  return {
    said: String(said),
    pid: child.pid,
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('a lock', () => {
  test('is one process’s, and whoever else asks is told whose', async () => {
    const other = await holder();
    expect(other.said).toBe('has it');
    await expect(takeLock(folder)).rejects.toThrow(`process ${other.pid} has it`);
    await other.kill();
  });

  test('is free again when it was given back, and leaves nothing behind', async () => {
    const release = await takeLock(folder);
    await expect(takeLock(folder)).rejects.toBeInstanceOf(LockHeld);
    await release();
    expect(await readdir(folder)).toEqual([]);
    await (
      await takeLock(folder)
    )();
  });

  test('is free again when its process was killed', async () => {
    const other = await holder();
    await other.kill();
    const [left] = await readdir(folder);
    expect(await isListening(join(folder, left ?? ''))).toBe(false);
    const release = await takeLock(folder);
    const now = await readdir(folder);
    expect(now).toHaveLength(1);
    expect(now).not.toContain(left);
    await release();
  });

  test('that a dead process left is got by exactly one of many that want it', async () => {
    const dead = await holder();
    await dead.kill();
    const all = await Promise.all([holder(), holder(), holder(), holder()]);
    expect(all.filter(({ said }) => said === 'has it')).toHaveLength(1);
    await Promise.all(all.map((one) => one.kill()));
  });

  test('is got by exactly one, however often many want it at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const all = await Promise.allSettled(Array.from({ length: 12 }, () => takeLock(folder)));
      const holders = all.filter((one) => one.status === 'fulfilled');
      expect(holders).toHaveLength(1);
      await holders[0]?.value();
      expect(await readdir(folder)).toEqual([]);
    }
  });

  test('is held also by a process that is too busy to say who it is', async () => {
    const silent = createServer(() => {});
    await once(silent.listen(join(folder, 'lock-silent')), 'listening');
    await expect(takeLock(folder)).rejects.toThrow('process ? has it');
    silent.close();
  });

  test('is taken over a file that is none', async () => {
    await writeFile(join(folder, 'lock-file'), 'not a socket');
    const release = await takeLock(folder);
    await expect(takeLock(folder)).rejects.toBeInstanceOf(LockHeld);
    await release();
  });

  test('says when it can not be taken at all', async () => {
    await expect(takeLock(join(folder, 'nowhere'))).rejects.toThrow(/EACCES|ENOENT/);
  });
});
