import { randomUUID } from 'node:crypto';
import type { Walk } from '../../engine/ports/walks.ts';
import { actionLook } from '../../handlers/action-runs/look.ts';
import { startSchedule } from '../../intake/reconcile/schedule.ts';
import { createWalkQueue, createWalkWorker } from '../../jobs/walk-queue.ts';
import { pressUntilDone } from '../../runbooks/walking/at-hand.ts';
import { leftAt } from '../../runbooks/walking/phase-clock.ts';
import { currentStep, walkedRunbook } from '../../runbooks/walking/walked-runbook.ts';
import { createRedisActionRuns } from '../../store/redis/action-runs.ts';
import { createRedisTurns } from '../../store/redis/turns.ts';
import { createRedisWalks } from '../../store/redis/walks.ts';
import { decidingBy } from '../deciding.ts';
import { queueOptionsOf } from '../queue-options.ts';
import { KEYS, type Wiring } from '../wiring.ts';
import { createWalkTeller } from './tell-walks.ts';

/** How often walks that are open, or not wholly told, are looked at, in milliseconds. */
const LOOK_EVERY = 10_000;

type WalkWiring = Pick<
  Wiring,
  | 'address'
  | 'clock'
  | 'closers'
  | 'config'
  | 'library'
  | 'log'
  | 'redis'
  | 'slackLimits'
  | 'trouble'
  | 'version'
>;

/**
 * Keeps the cards of walks true, and ends those that nobody touches any more.
 *
 * @param every milliseconds from one look to the next
 * @returns what has a walk shown as it is, by its id
 */
export function startWalks(wiring: WalkWiring, every = LOOK_EVERY): (id: string) => Promise<void> {
  const { config, redis, clock, closers, library } = wiring;
  const log = wiring.log.named('walks');
  const walks = createRedisWalks(redis, KEYS);
  const options = queueOptionsOf(wiring);
  const queue = createWalkQueue(options);
  const runs = createRedisActionRuns(redis, KEYS);
  // Another config has another library, and other actions: cards would go back and forth.
  const isDeciding = decidingBy(wiring);
  const allowed = new Set<string>(config.actions.allow.map(({ action }) => action));
  const tell = createWalkTeller(wiring, walks, async (walk) => {
    const { runbook, text } = walk;
    const file = library.current().runbooks.find((one) => one.runbook.name === runbook);
    const step = currentStep(walk, walkedRunbook(walk));
    const action = step?.parts.find((part) => part.kind === 'action');
    const asked = walk.runs.find((one) => one.step === step?.index);
    const run = asked === undefined ? undefined : await runs.find(asked.key);
    return {
      isChanged: file !== undefined && file.text !== text,
      canDo: action !== undefined && walk.isDrill !== true && allowed.has(action.config.name),
      ...(run !== undefined && { run: actionLook(run).heading }),
    };
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
      const walk = (await isDeciding()) ? await walks.find(id) : undefined;
      if (walk !== undefined) await tell(await looked(walk));
    },
    { ...options, onFailed: (error) => log.warn({ error }, 'a walk is not shown as it is') },
  );
  worker.run();
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'walks',
    every,
    async work() {
      if (await isDeciding()) await queue.add(await walks.unsettled());
    },
    onError: (error) => log.warn({ error }, 'walks were not looked at'),
  });
  closers.push(async () => {
    await schedule.stop();
    await worker.close();
    await queue.close();
  });
  return (id) => queue.add([id]);
}
