import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Debian's Python, which has the python3-scipy that was installed for the system. */
const PYTHON = '/usr/bin/python3';

const answer = z.object({ ms: z.number(), figures: z.array(z.number()) });

export type Answer = z.infer<typeof answer>;

/** A Python that stays, and answers with SciPy and NumPy. */
export interface Peer {
  ask(test: 'ks' | 'psi', reference: string, current: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** @returns undefined where there is no SciPy */
export async function startPeer(): Promise<Peer | undefined> {
  if (spawnSync(PYTHON, ['-c', 'import scipy.stats']).status !== 0) return undefined;
  const script = fileURLToPath(new URL('peer.py', import.meta.url));
  const child = spawn(PYTHON, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    async ask(test, reference, current) {
      child.stdin.write(`${test} ${reference} ${current}\n`);
      const { value } = await lines.next();
      return answer.parse(JSON.parse(z.string().parse(value)));
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
