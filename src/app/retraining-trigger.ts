import { driftReasons } from '../drift/retraining/reasons.ts';
import type { DriftReport } from '../drift/report/report.ts';
import { considerRetraining } from '../runbooks/retraining/consider.ts';
import { createRedisActionRuns } from '../store/redis/action-runs.ts';
import { createRedisDriftStates } from '../store/redis/drift-states.ts';
import type { Hurry } from './doing-actions.ts';
import { retrainingsOf } from './retrainings.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** Has a model trained again where its last run, and the config, ask for that: once for each report. */
export function createRetrainingTrigger(
  wiring: Pick<Wiring, 'config' | 'redis' | 'clock' | 'log'>,
  hurry: Hurry,
): (model: { readonly name: string }, report: DriftReport) => Promise<void> {
  const { redis, clock } = wiring;
  const log = wiring.log.named('retraining');
  const retrainings = retrainingsOf(wiring.config);
  const states = createRedisDriftStates(redis, KEYS);
  const runs = createRedisActionRuns(redis, KEYS);
  return async ({ name }, report) => {
    const retraining = retrainings.find(({ model }) => model === name);
    if (retraining === undefined) return;
    const state = (await states.all()).get(name);
    const reasons = driftReasons(report, state, retraining.version);
    const parts = { runs, now: clock.now };
    const asked = await considerRetraining(retraining, { reasons, at: report.at }, parts);
    if (asked === undefined) return;
    if (asked.inTheWay === undefined) return hurry(asked.key);
    const { kind } = asked.inTheWay;
    log.info({ model: name, why: kind }, 'it would be trained again, but is already or was lately');
  };
}
