import { randomUUID } from 'node:crypto';
import { hasErrors } from '../../config/problem.ts';
import type { Config } from '../../config/load.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import { startSchedule } from '../../intake/reconcile/schedule.ts';
import { createWalkQueue, createWalkWorker } from '../../jobs/walk-queue.ts';
import type { ParsedRunbook } from '../../runbooks/format/parse.ts';
import { pressUntilDone } from '../../runbooks/walking/at-hand.ts';
import { leftAt } from '../../runbooks/walking/phase-clock.ts';
import { currentStep, walkedRunbook } from '../../runbooks/walking/walked-runbook.ts';
import { createRedisTurns } from '../../store/redis/turns.ts';
import { createRedisWalks } from '../../store/redis/walks.ts';
import { queueOptionsOf } from '../queue-options.ts';
import { KEYS, type Wiring } from '../wiring.ts';
import { readLibrary } from './runbook-library.ts';
import { createWalkTeller } from './tell-walks.ts';

/** How often walks that are open, or not wholly told, are looked at, in milliseconds. */
const LOOK_EVERY = 10_000;

type WalkWiring = Pick<
  Wiring,
  'address' | 'clock' | 'closers' | 'config' | 'log' | 'redis' | 'slackLimits' | 'trouble'
>;

/** The runbooks of a config that are good to use. */
export function walkableRunbooks({
  runbooks: { dirs },
}: Pick<Config, 'runbooks'>): readonly ParsedRunbook[] {
  return readLibrary(dirs, '.').runbooks.filter(({ problems }) => !hasErrors(problems));
}

/**
 * Keeps the cards of walks true, and ends those that nobody touches any more.
 *
 * @param every milliseconds from one look to the next
 */
export function startWalks(wiring: WalkWiring, every = LOOK_EVERY): void {
  const { config, redis, clock, closers } = wiring;
  const log = wiring.log.named('walks');
  const walks = createRedisWalks(redis, KEYS);
  const options = queueOptionsOf(wiring);
  const queue = createWalkQueue(options);
  const library = walkableRunbooks(config);
  const tell = createWalkTeller(wiring, walks, async ({ runbook, text }) => {
    const file = library.find((one) => one.runbook.name === runbook);
    return { isChanged: file !== undefined && file.text !== text, canDo: false };
  });

  /** As it is once the bot has seen whether somebody still walks it. */
  async function looked(walk: Walk): Promise<Walk> {
    const phase = currentStep(walk, walkedRunbook(walk))?.phase;
    const at = clock.now();
    if (walk.state !== 'open' || at < leftAt(walk, phase)) return walk;
    const aim = { step: walk.results.length, opened: walk.opened };
    const pressed = { id: randomUUID(), aim, deed: { kind: 'left' }, at } as const;
    return (await pressUntilDone(walks, walk.id, pressed))?.walk ?? walk;
  }

  const worker = createWalkWorker(
    async (id) => {
      const walk = await walks.find(id);
      if (walk !== undefined) await tell(await looked(walk));
    },
    { ...options, onFailed: (error) => log.warn({ error }, 'a walk is not shown as it is') },
  );
  worker.run();
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'walks',
    every,
    work: async () => queue.add(await walks.unsettled()),
    onError: (error) => log.warn({ error }, 'walks were not looked at'),
  });
  closers.push(async () => {
    await schedule.stop();
    await worker.close();
    await queue.close();
  });
}
