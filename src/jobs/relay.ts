const BATCH = 200;
/** How often the outbox is looked at without being told to, in milliseconds. */
const LOOK_EVERY = 1_000;

export interface Relay {
  /** There is something new in the outbox. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Moves what is to be done from an outbox to a queue. It stays in the outbox until that is known to be
 * done, so what is lost on the way is simply relayed again.
 *
 * @param claim what is due, at most so many
 */
export function startRelay<T>(
  claim: (max: number) => Promise<readonly T[]>,
  add: (some: readonly T[]) => Promise<void>,
  onError: (error: unknown) => void,
): Relay {
  let stopped = false;
  let awake = true;
  let wakeUp: () => void = () => {};

  async function loop(): Promise<void> {
    while (!stopped) {
      awake = false;
      try {
        const some = await claim(BATCH);
        if (some.length > 0) await add(some);
        awake ||= some.length === BATCH;
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
