import type { RequestListener } from 'node:http';
import { startAnnouncingMutes } from './announce-mutes.ts';
import { startChecklists } from './checklists/posting.ts';
import { createSources } from './cloudwatch.ts';
import { createInbox } from './inbox.ts';
import { startIncidents } from './incidents/running.ts';
import { startHandOvers } from './hand-overs.ts';
import { startQueues } from './queues.ts';
import { startReconciling } from './reconcile.ts';
import { startMeasuringModels } from './models/measuring-models.ts';
import { startRecording } from './recordings.ts';
import { startOwnAlerts } from './own-alerts.ts';
import { createRequests } from './requests.ts';
import { startAutomation } from './runbooks/automation.ts';
import { startActions } from './runbooks/doing-actions.ts';
import { startWalks } from './runbooks/walking.ts';
import { createRetrainingTriggers } from './runbooks/retraining-trigger.ts';
import { startWarnings } from './warnings.ts';
import { startWatching } from './metrics/watching.ts';
import { startWatchingData } from './models/watching-data.ts';
import { startWatchingModels } from './models/watching-models.ts';
import { startWeeklyReport } from './weekly-report.ts';
import type { Wiring } from './wiring.ts';

/** What is made of one config and gives way to the next: what takes alarms in, and looks for lost ones. */
export interface Generation {
  readonly requests: RequestListener;
  /** Reads the queues. */
  startQueues(): void;
  /** What looks now and then: alarms read back, metrics, models, maintenance, own troubles, the weekly report; and says what people may not have meant. */
  startChecks(): void;
  stop(): Promise<void>;
}

/** @throws when the config can't be used after all */
export function createGeneration(shared: Omit<Wiring, 'closers'>): Generation {
  const closers: Wiring['closers'] = [];
  const wiring = { ...shared, closers };
  const sources = createSources(wiring.config);
  const inbox = createInbox(wiring, sources);
  const recorder = wiring.roles.has('intake') ? startRecording(wiring) : undefined;
  return {
    requests: createRequests(wiring, inbox, recorder),
    startQueues() {
      if (wiring.roles.has('intake')) startQueues(wiring, inbox, recorder);
    },
    startChecks() {
      if (wiring.roles.has('worker')) {
        startReconciling(wiring, sources, inbox);
        startAnnouncingMutes(wiring, inbox);
        startOwnAlerts(wiring, inbox);
        startHandOvers(wiring, inbox);
        startWatching(wiring);
        const hurry = startActions({ ...wiring, showWalk: startWalks(wiring) });
        startAutomation(wiring, hurry);
        const triggers = createRetrainingTriggers(wiring, hurry);
        startWatchingModels(wiring, triggers);
        startMeasuringModels(wiring, triggers);
        startWatchingData(wiring);
        startWeeklyReport(wiring);
        startIncidents(wiring);
        startChecklists(wiring);
      }
      const warned = warn(wiring);
      closers.push(() => warned);
    },
    async stop() {
      for (const close of closers.toReversed()) await close();
    },
  };
}

/** Says what people may not have meant, while the bot is at work already. */
async function warn({ config, policy, redis, log, trouble }: Wiring): Promise<void> {
  try {
    for await (const warning of startWarnings(config, policy, redis)) log.warn({}, warning);
  } catch (error) {
    trouble(error);
  }
}
