import {
  RELAY_AGAIN_AFTER,
  type DeliveryStore,
  type Effect,
  type Target,
} from '../engine/ports/delivery-store.ts';
import type { Delivered } from './deliver.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import { createDeliveryLine, type DeliveryLine } from './delivery-line.ts';
import type { QueueWorker } from './queue-worker.ts';

/** So long after a fault of ours it is tried again, by the queue; in milliseconds. */
const AFTER_FAULT = 500;

/** Carries effects out as soon as they are decided. */
export interface PromptDelivery extends QueueWorker {
  /** Takes effects on; resolves when those that can't be tried by this process are in the queue. */
  add(effects: readonly Effect[]): Promise<void>;
}

export interface PromptOptions {
  readonly store: Pick<DeliveryStore, 'putOff'>;
  readonly queue: Pick<DeliveryQueue, 'add'>;
  /** A delivery failed through a fault of ours. */
  readonly onFailed: (error: unknown, target: Target) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Tries deliveries in this process, without a job: most services answer at once, and then a job would cost as
 * much as the delivery. What has to wait becomes a job: after a failure, for its turn, behind a service that
 * hangs. Until its outcome is known an effect stays in the outbox, so what a process that dies had taken on is
 * relayed again.
 */
export function createPromptDelivery(
  run: (target: Target) => Promise<Delivered>,
  { store, queue, onFailed, onError }: PromptOptions,
): PromptDelivery {
  /** By integration: one that hangs has nobody else wait. */
  const lines = new Map<string, DeliveryLine>();
  const taken = new Set<string>();
  let tries = false;
  let isClosed = false;
  /** What is still to be written when it closes. */
  const leaving = new Set<Promise<void>>();

  const nameOf = ({ group, integration }: Target) => `${group} ${integration}`;

  async function attempt(effect: Effect): Promise<void> {
    const target = { group: effect.group, integration: effect.integration };
    const again = await run(target).then(
      (delivered) => delivered.again,
      (error: unknown) => {
        onFailed(error, target);
        return AFTER_FAULT;
      },
    );
    if (again === undefined) taken.delete(nameOf(effect));
    else leave([effect], again);
  }

  /** Leaves some to the queue, and who closes to others: they find them in the outbox when it is time. */
  function leave(effects: readonly Effect[], wait = 0): void {
    for (const effect of effects) taken.delete(nameOf(effect));
    if (!isClosed) void queue.add(effects, wait).catch(onError);
    const left: Promise<void> = store
      .putOff(effects, isClosed ? wait : wait + RELAY_AGAIN_AFTER)
      .catch(onError)
      .finally(() => leaving.delete(left));
    leaving.add(left);
  }

  function lineOf(integration: string): DeliveryLine {
    const line = lines.get(integration) ?? createDeliveryLine(attempt, leave);
    lines.set(integration, line);
    return line;
  }

  /** True where this process carries it out, or does so already: its outcome says whether there is more to tell. */
  function take(effect: Effect): boolean {
    const name = nameOf(effect);
    if (taken.has(name)) return true;
    if (!tries) return false;
    taken.add(name);
    const isTaken = lineOf(effect.integration).take(effect);
    if (!isTaken) taken.delete(name);
    return isTaken;
  }

  return {
    async add(effects) {
      const left = effects.filter((effect) => !take(effect));
      if (left.length > 0) await queue.add(left);
    },

    run: () => void (tries = true),
    pause() {
      tries = false;
      for (const line of lines.values()) line.giveUp();
    },
    resume: () => void (tries = true),

    async close() {
      tries = false;
      isClosed = true;
      await Promise.all([...lines.values()].map((line) => line.close()));
      await Promise.all(leaving);
    },
  };
}
