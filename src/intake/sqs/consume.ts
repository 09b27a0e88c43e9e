import { StoreUnavailable } from '../../engine/ports/inbox.ts';
import { UNKNOWN_SEVERITY_LINE } from '../unknown-severities.ts';
import { createBackOff, type Pace } from './back-off.ts';
import { failureOf } from './failure.ts';
import type { Queue, QueueMessage } from './queue.ts';
import { takeMessage, type Outcome, type TakeDeps, type Taken } from './take-message.ts';
import { createTrouble, type TroubleLog } from './trouble.ts';

export interface ConsumerDeps extends TakeDeps {
  readonly log: TroubleLog;
  readonly onMessage?: (message: { readonly queue: string; readonly outcome: Outcome }) => void;
  /** A message that became signals, or had before. */
  readonly onTaken?: (message: QueueMessage) => void;
  readonly times?: Partial<ConsumerTimes>;
}

export interface ConsumerTimes {
  /** How long a message is hidden from others while we have it, in seconds. */
  readonly hiddenFor: number;
  /** How often that is made longer for one that waits, in milliseconds. */
  readonly extendEvery: number;
  /** When SQS is asked again after a failure. */
  readonly queue: Pace;
  /** When the store is asked again after a failure. */
  readonly store: Pace;
}

const TIMES: ConsumerTimes = {
  hiddenFor: 60,
  extendEvery: 20_000,
  queue: { first: 1_000, longest: 60_000 },
  store: { first: 250, longest: 10_000 },
};

export interface Consumer {
  /** Asks for no more messages, finishes those under way, and gives back what can't be finished. */
  stop(): Promise<void>;
}

/**
 * Reads a queue until it is stopped: long poll, make durable, delete. A message is deleted only after
 * the store has it. While the store is away messages stay hidden from others and are offered to it
 * again, so that they neither get lost nor use up the queue's `maxReceiveCount`.
 */
export function startConsumer(queue: Queue, deps: ConsumerDeps): Consumer {
  const times = { ...TIMES, ...deps.times };
  const stopping = new AbortController();
  const { unread, unkept, unsettled } = troublesOf(queue, deps);

  async function run(): Promise<void> {
    const backOff = createBackOff(times.queue, stopping.signal);
    while (!stopping.signal.aborted) {
      try {
        const messages = await queue.receive(times.hiddenFor, stopping.signal);
        unread.over();
        backOff.reset();
        await takeAll(messages);
      } catch (error) {
        if (stopping.signal.aborted) return;
        unread.happened(failureOf(error));
        await backOff.wait();
      }
    }
  }

  async function takeAll(messages: readonly QueueMessage[]): Promise<void> {
    const backOff = createBackOff(times.store, stopping.signal);
    let waiting = await takeSome(messages);
    if (waiting.length === 0) return;
    const extension = setInterval(
      () => void settle(() => queue.hide(waiting, times.hiddenFor)),
      times.extendEvery,
    );
    try {
      while (waiting.length > 0 && !stopping.signal.aborted) {
        await backOff.wait();
        waiting = await takeSome(waiting);
      }
    } finally {
      clearInterval(extension);
    }
    if (waiting.length > 0) await settle(() => queue.hide(waiting, 0));
  }

  /** Takes and deletes what the store takes now; resolves to the rest. */
  async function takeSome(messages: readonly QueueMessage[]): Promise<readonly QueueMessage[]> {
    const taken = await Promise.all(messages.map(take));
    const done = messages.filter((_, index) => taken[index]);
    if (done.length > 0) await settle(() => queue.remove(done));
    return messages.filter((_, index) => !taken[index]);
  }

  /** False when the store is away. */
  async function take(message: QueueMessage): Promise<boolean> {
    try {
      const taken = await takeMessage(message, deps);
      if (taken.outcome !== 'dead letter') deps.onTaken?.(message);
      report(taken);
      unkept.over();
      return true;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      unkept.happened({ kind: error.name, text: error.message });
      return false;
    }
  }

  /** What SQS does not do now it will be asked again: the message comes again, and is known. */
  async function settle(call: () => Promise<void>): Promise<void> {
    try {
      await call();
      unsettled.over();
    } catch (error) {
      unsettled.happened(failureOf(error));
    }
  }

  function report({ outcome, fields, unknownSeverities }: Taken): void {
    const line = { queue: queue.name, reason: outcome, ...fields };
    if (outcome === 'dead letter') deps.log.warn(line, 'kept as a dead letter');
    else if (unknownSeverities !== undefined) {
      deps.log.warn({ ...line, unknownSeverities }, UNKNOWN_SEVERITY_LINE);
    } else deps.log.info(line, 'received');
    deps.onMessage?.({ queue: queue.name, outcome });
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      queue.close();
    },
  };
}

function troublesOf({ name }: Queue, { log }: ConsumerDeps) {
  const fields = { queue: name };
  return {
    unread: createTrouble(log, fields, {
      bad: 'the queue can not be read; it is tried again',
      good: 'the queue is read again',
    }),
    unkept: createTrouble(log, fields, {
      bad: 'the store takes no messages; they wait',
      good: 'the store takes messages again',
    }),
    unsettled: createTrouble(log, fields, {
      bad: 'SQS did not delete or hide messages; they come again, and are known',
      good: 'SQS deletes messages again',
    }),
  };
}
