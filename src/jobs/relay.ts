import type { DeliveryStore } from '../engine/ports/delivery-store.ts';
import type { DeliveryQueue } from './delivery-queue.ts';

const BATCH = 200;
/** How often the outbox is looked at without being told to, in milliseconds. */
const LOOK_EVERY = 1_000;

export interface Relay {
  /** There is something new in the outbox. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Moves effects from the outbox to the queue. An effect stays in the outbox until its outcome is
 * committed, so one that is lost on the way is simply relayed again.
 */
export function startRelay(
  store: Pick<DeliveryStore, 'claimEffects'>,
  queue: Pick<DeliveryQueue, 'add'>,
  onError: (error: unknown) => void,
): Relay {
  let stopped = false;
  let awake = true;
  let wakeUp: () => void = () => {};

  async function loop(): Promise<void> {
    while (!stopped) {
      awake = false;
      try {
        const effects = await store.claimEffects(BATCH);
        if (effects.length > 0) await queue.add(effects);
        awake ||= effects.length === BATCH;
      } catch (error) {
        onError(error);
      }
      if (!awake) await pause();
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = loop();
  return {
    wake() {
      awake = true;
      wakeUp();
    },
    async stop() {
      stopped = true;
      wakeUp();
      await running;
    },
  };
}
