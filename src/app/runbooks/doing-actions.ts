import type { ActionRun } from '../../engine/ports/action-runs.ts';
import { startSchedule } from '../../intake/reconcile/schedule.ts';
import { createActionQueue, createActionWorker } from '../../jobs/action-queue.ts';
import { createCarrier } from '../../runbooks/actions/carry-on.ts';
import { overBounds } from '../../runbooks/actions/demands.ts';
import { lookOf } from './look-of.ts';
import { allowedActions } from './allowed-actions.ts';
import { createRedisActionRuns } from '../../store/redis/action-runs.ts';
import { createRedisTurns } from '../../store/redis/turns.ts';
import { createActions } from './action-clients.ts';
import { countRun } from './count-run.ts';
import { decidingBy } from '../deciding.ts';
import { queueOptionsOf } from '../queue-options.ts';
import { retrainingsOf } from './retrainings.ts';
import { createRunTeller } from './tell-runs.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** How often runs that are not settled are looked at, in milliseconds. */
const LOOK_EVERY = 10_000;
/** What is under way when the bot stops is waited for so long, in milliseconds; then it is looked up later. */
const GRACE = 10_000;

/** Has a run brought on, by its key. */
export type Hurry = (key: string) => Promise<void>;

interface ActionWiring extends Pick<
  Wiring,
  | 'address'
  | 'clock'
  | 'closers'
  | 'config'
  | 'log'
  | 'metrics'
  | 'redis'
  | 'slackLimits'
  | 'trouble'
  | 'version'
> {
  /** Has a walk shown as it is, by its id: a run that it asked for has gone on. */
  readonly showWalk?: (id: string) => Promise<void>;
}

/**
 * Brings runs of actions on, and tells of them: any replica does with the config that decides.
 *
 * @param every milliseconds from one look to the next
 * @returns what has a run brought on at once
 */
export function startActions(wiring: ActionWiring, every = LOOK_EVERY): Hurry {
  const { config, redis, clock, closers, metrics, showWalk } = wiring;
  const log = wiring.log.named('actions');
  const runs = createRedisActionRuns(redis, KEYS);
  const retrainings = retrainingsOf(config);
  const { rules } = allowedActions(config);
  const options = queueOptionsOf(wiring);
  const queue = createActionQueue(options);
  const stopping = new AbortController();
  const carry = createCarrier({
    runs,
    actionOf: createActions(config, clock.now),
    now: clock.now,
    overBounds: (run, action, was) => overBounds(run, action, was, rules),
    onState(run: ActionRun) {
      const { about, key, state, story } = run;
      if (state !== 'running') countRun(run, metrics);
      log.info({ about, key, state, what: story.at(-1)?.what }, 'an action went on');
    },
  });
  const tell = createRunTeller(wiring, runs);
  // What another config asked for may be something else in this one.
  const isDeciding = decidingBy(wiring);

  const worker = createActionWorker(
    async (key) => {
      if (!(await isDeciding())) return;
      const run = await carry(key, stopping.signal);
      if (run === undefined || stopping.signal.aborted) return;
      await tell(run, lookOf(run, retrainings));
      if (run.subject?.walk !== undefined) await showWalk?.(run.subject.walk);
    },
    { ...options, onFailed: (error) => log.warn({ error }, 'an action waits') },
  );
  worker.run();
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'actions',
    every,
    async work() {
      if (await isDeciding()) await queue.add(await runs.unsettled());
    },
    onError: (error) => log.warn({ error }, 'actions were not looked at'),
  });
  closers.push(async () => {
    await schedule.stop();
    const patience = setTimeout(() => stopping.abort(), GRACE);
    await worker.close();
    clearTimeout(patience);
    await queue.close();
  });
  return (key) => queue.add([key]);
}
