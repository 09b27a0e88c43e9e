import type { ActionRun } from '../../engine/ports/action-runs.ts';
import { createCarrier } from '../../runbooks/actions/carry-on.ts';
import { overBounds } from '../../runbooks/actions/demands.ts';
import { lookOf } from './look-of.ts';
import { allowedActions } from './allowed-actions.ts';
import { createRedisActionRuns } from '../../store/redis/action-runs.ts';
import { createActions } from './action-clients.ts';
import { countRun } from './count-run.ts';
import { lookAfter, type LookWiring } from '../look-after.ts';
import { retrainingsOf } from './retrainings.ts';
import { createRunTeller } from './tell-runs.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** How often runs that are not settled are looked at, in milliseconds. */
const LOOK_EVERY = 10_000;
/** What is under way when the bot stops is waited for so long, in milliseconds; then it is looked up later. */
const GRACE = 10_000;

/** Has a run brought on, by its key. */
export type Hurry = (key: string) => Promise<void>;

interface ActionWiring extends LookWiring, Pick<Wiring, 'clock' | 'metrics' | 'slackLimits'> {
  /** Has a walk shown as it is, by its id: a run that it asked for has gone on. */
  readonly showWalk?: (id: string) => Promise<void>;
}

/**
 * Brings runs of actions on, and tells of them: any replica does with the config that decides.
 *
 * @returns what has a run brought on at once
 */
export function startActions(wiring: ActionWiring): Hurry {
  const { config, redis, clock, metrics, showWalk } = wiring;
  const log = wiring.log.named('actions');
  const runs = createRedisActionRuns(redis, KEYS);
  const retrainings = retrainingsOf(config);
  const { rules } = allowedActions(config);
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
  return lookAfter(wiring, {
    name: 'actions',
    every: LOOK_EVERY,
    grace: GRACE,
    unsettled: () => runs.unsettled(),
    async look(key, abort) {
      const run = await carry(key, abort);
      if (run === undefined || abort.aborted) return;
      await tell(run, lookOf(run, retrainings));
      if (run.subject?.walk !== undefined) await showWalk?.(run.subject.walk);
    },
  });
}
