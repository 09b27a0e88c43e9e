import { setTimeout } from 'node:timers/promises';
import { startRig } from './rig.ts';

/** What the machine itself does to a timer, for comparison. */
export interface Probe {
  /** How late each of its timers was written down, in milliseconds. */
  stop(): Promise<readonly number[]>;
}

const EVERY = 30;

/** Waits and writes to a Redis of its own that syncs every write, again and again. */
export async function startProbe(): Promise<Probe> {
  const rig = await startRig();
  const late: number[] = [];
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      const due = performance.now() + EVERY;
      await setTimeout(EVERY);
      await rig.redis.set('probe', due);
      late.push(performance.now() - due);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      await rig.stop();
      return late;
    },
  };
}
