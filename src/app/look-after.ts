import { createLookQueue, createLookWorker, type LookedAt } from '../jobs/look-queue.ts';
import { decidingBy } from './deciding.ts';
import { lookOnSchedule } from './look-on-schedule.ts';
import { queueOptionsOf } from './queue-options.ts';
import type { Wiring } from './wiring.ts';

export type LookWiring = Pick<
  Wiring,
  'address' | 'closers' | 'config' | 'log' | 'lookEvery' | 'redis' | 'trouble' | 'version'
>;

export interface LookingAfter {
  readonly name: LookedAt;
  /** Milliseconds from one look for what is unsettled to the next, unless all are told otherwise. */
  readonly every: number;
  /** The ids of what there may be something to do about. */
  readonly unsettled: () => Promise<readonly string[]>;
  /** Brings one on as far as it goes. */
  readonly look: (id: string, abort: AbortSignal) => Promise<void>;
  /** So long what is under way when the bot stops may last, in milliseconds; else it is waited for. */
  readonly grace?: number;
}

/**
 * Looks after things that go on by themselves or are to be shown as they are: at each that is not settled now and then,
 * and at once at those that something happened to. Any replica does with the config that decides: another one
 * knows of other things.
 *
 * @returns what has one looked at at once, by its id
 */
export function lookAfter(
  wiring: LookWiring,
  { name, every, unsettled, look, grace }: LookingAfter,
): (id: string) => Promise<void> {
  const log = wiring.log.named(name);
  const options = queueOptionsOf(wiring);
  const queue = createLookQueue(name, options);
  const isDeciding = decidingBy(wiring);
  const stopping = new AbortController();
  const worker = createLookWorker(
    name,
    async (id) => {
      if (await isDeciding()) await look(id, stopping.signal);
    },
    { ...options, onFailed: (error) => log.warn({ error }, 'a look failed: it is tried again') },
  );
  worker.run();
  const stop = lookOnSchedule(wiring, {
    name,
    every: wiring.lookEvery ?? every,
    look: async () => queue.add(await unsettled()),
    onError: (error) => log.warn({ error }, 'it is not known what to look at'),
  });
  wiring.closers.push(async () => {
    await stop();
    const patience = grace === undefined ? undefined : setTimeout(() => stopping.abort(), grace);
    await worker.close();
    clearTimeout(patience);
    await queue.close();
  });
  return (id) => queue.add([id]);
}
