import type { Config } from '../config/load.ts';
import type { ActionRun } from '../engine/ports/action-runs.ts';
import type { ChecklistRuns } from '../engine/ports/checklist-runs.ts';
import type { Incident } from '../engine/ports/incidents.ts';
import type { Tools } from '../handlers/handling.ts';
import { createLookQueue } from '../jobs/look-queue.ts';
import { incidentsAtHand } from '../runbooks/incidents/at-hand.ts';
import { automationAtHand } from '../runbooks/remediation/at-hand.ts';
import { retrainingAtHand } from '../runbooks/retraining/at-hand.ts';
import { walksAtHand } from '../runbooks/walking/at-hand.ts';
import { createRedisActionRuns } from '../store/redis/action-runs.ts';
import { createRedisAutomation } from '../store/redis/automation.ts';
import { createRedisChecklistRuns } from '../store/redis/checklist-runs.ts';
import { createRedisIncidents } from '../store/redis/incidents.ts';
import { createRedisWalks } from '../store/redis/walks.ts';
import { checklistsOf } from './checklists/checklists-at-hand.ts';
import { gatherRecord, recordSources } from './incidents/record.ts';
import { incidentSettings } from './incidents/settings.ts';
import { queueOptionsOf } from './queue-options.ts';
import { actionsOf } from './runbooks/actions-at-hand.ts';
import { automationRuns } from './runbooks/automation-runs.ts';
import { bindingsOf } from './runbooks/bindings.ts';
import { countRun } from './runbooks/count-run.ts';
import { retrainingsOf } from './runbooks/retrainings.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** What people begin, and is brought on in the background. */
type UndertakingTools = Pick<
  Tools,
  'actions' | 'automation' | 'checklists' | 'incidents' | 'retraining' | 'walking'
>;

export interface Undertakings {
  readonly checklistRuns: ChecklistRuns;
  /** These, by a config. */
  of(config: Config): UndertakingTools;
  close(): Promise<void>;
}

/** What people begin in the chat: actions, walks, incidents, checklists. Each is looked at at once. */
export function startUndertakings(wiring: Wiring): Undertakings {
  const { redis, clock, folder, metrics } = wiring;
  const { now } = clock;
  const options = queueOptionsOf(wiring);
  const queues = {
    actions: createLookQueue('actions', options),
    checklists: createLookQueue('checklists', options),
    incidents: createLookQueue('incidents', options),
    walks: createLookQueue('walks', options),
  };
  const hurrying = (name: keyof typeof queues) => (id: string) => queues[name].add([id]);
  const acting = {
    runs: createRedisActionRuns(redis, KEYS),
    now,
    hurry: hurrying('actions'),
    onDecided: (run: ActionRun) => countRun(run, metrics),
  };
  const automation = createRedisAutomation(redis, KEYS);
  const automating = {
    now,
    async withdraw(key: string, why: string) {
      await automationRuns(acting).withdraw(key, why);
      await acting.hurry(key);
    },
  };
  const sources = recordSources(redis);
  const incidents = {
    incidents: createRedisIncidents(redis, KEYS),
    record: (incident: Incident) => gatherRecord(incident, sources, now()),
    now,
    hurry: hurrying('incidents'),
  };
  const walks = createRedisWalks(redis, KEYS);
  const walking = walksAtHand({ walks, now, hurry: hurrying('walks') });
  const checklistRuns = createRedisChecklistRuns(redis, KEYS);
  const checklists = { runs: checklistRuns, tell: hurrying('checklists'), folder, now };
  return {
    checklistRuns,
    of: (config) => ({
      actions: actionsOf(config, acting),
      automation: automationAtHand(bindingsOf(config), automation, automating),
      checklists: checklistsOf(config, checklists),
      incidents: incidentsAtHand(incidentSettings(config), incidents),
      retraining: retrainingAtHand(retrainingsOf(config), acting),
      walking,
    }),
    async close() {
      await Promise.all(Object.values(queues).map((one) => one.close()));
    },
  };
}
