import type { Effect, Target } from '../engine/ports/delivery-store.ts';
import type { Delivered } from './deliver.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { QueueWorker } from './queue-worker.ts';

/**
 * Deliveries that one process tries at once. A service that hangs holds its own for ten seconds: what comes
 * beyond these goes to the queue, which has room of its own.
 */
const AT_ONCE = 100;
/** So long after a fault of ours it is tried again, by the queue; in milliseconds. */
const AFTER_FAULT = 500;

/** Carries effects out as soon as they are decided. */
export interface PromptDelivery extends QueueWorker {
  /** Tries each effect; resolves when those that can't be tried now are in the queue. */
  add(effects: readonly Effect[]): Promise<void>;
}

export interface PromptOptions {
  readonly queue: Pick<DeliveryQueue, 'add'>;
  /** A delivery failed through a fault of ours. */
  readonly onFailed: (error: unknown, target: Target) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Tries deliveries in this process, without a job: most services answer at once, and then a job would cost as
 * much as the delivery. What has to wait becomes a job. Until its outcome is known an effect stays in the
 * outbox, so what a process that dies had under way is relayed again.
 */
export function createPromptDelivery(
  run: (target: Target) => Promise<Delivered>,
  { queue, onFailed, onError }: PromptOptions,
): PromptDelivery {
  const underWay = new Map<string, Promise<void>>();
  let tries = false;
  let isClosed = false;

  async function attempt(effect: Effect): Promise<void> {
    const target = { group: effect.group, integration: effect.integration };
    const again = await run(target).then(
      (delivered) => delivered.again,
      (error: unknown) => {
        onFailed(error, target);
        return AFTER_FAULT;
      },
    );
    // Who closes waits for no queue: others find it in the outbox.
    if (again !== undefined && !isClosed) void queue.add([effect], again).catch(onError);
  }

  return {
    async add(effects) {
      const left: Effect[] = [];
      for (const effect of effects) {
        const name = `${effect.group} ${effect.integration}`;
        // Once its outcome is known it is decided whether there is more to tell.
        if (underWay.has(name)) continue;
        if (!tries || underWay.size >= AT_ONCE) {
          left.push(effect);
          continue;
        }
        const done = attempt(effect).finally(() => underWay.delete(name));
        underWay.set(name, done);
      }
      if (left.length > 0) await queue.add(left);
    },

    run: () => void (tries = true),
    pause: () => void (tries = false),
    resume: () => void (tries = true),

    async close() {
      tries = false;
      isClosed = true;
      await Promise.all(underWay.values());
    },
  };
}
