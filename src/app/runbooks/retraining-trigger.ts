import type { ModelReport } from '../../drift/degradation/report.ts';
import { degradationReasons } from '../../drift/retraining/degradation-reasons.ts';
import { driftReasons } from '../../drift/retraining/reasons.ts';
import type { DriftReport } from '../../drift/report/report.ts';
import { considerRetraining, type Considered } from '../../runbooks/retraining/consider.ts';
import { createRedisActionRuns } from '../../store/redis/action-runs.ts';
import { createRedisDriftStates } from '../../store/redis/drift-states.ts';
import type { Hurry } from './doing-actions.ts';
import { retrainingsOf } from './retrainings.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** Has models trained again where their reports, and the config, ask for that: once for each report. */
export interface RetrainingTriggers {
  readonly drifted: (name: string, report: DriftReport) => Promise<void>;
  readonly degraded: (name: string, report: ModelReport) => Promise<void>;
}

export function createRetrainingTriggers(
  wiring: Pick<Wiring, 'config' | 'redis' | 'clock' | 'log'>,
  hurry: Hurry,
): RetrainingTriggers {
  const { redis, clock } = wiring;
  const log = wiring.log.named('retraining');
  const retrainings = retrainingsOf(wiring.config);
  const states = createRedisDriftStates(redis, KEYS);
  const runs = createRedisActionRuns(redis, KEYS);

  async function consider(name: string, considered: Considered): Promise<void> {
    const retraining = retrainings.find(({ model }) => model === name);
    if (retraining === undefined) return;
    const asked = await considerRetraining(retraining, considered, { runs, now: clock.now });
    if (asked === undefined) return;
    if (asked.inTheWay === undefined) return hurry(asked.key);
    const { kind } = asked.inTheWay;
    log.info({ model: name, why: kind }, 'it would be trained again, but is already or was lately');
  }

  return {
    async drifted(name, report) {
      const state = (await states.all()).get(name);
      await consider(name, { reasons: driftReasons(report, state), at: report.at });
    },
    degraded: (name, report) =>
      consider(name, { reasons: degradationReasons(report), at: report.at }),
  };
}
