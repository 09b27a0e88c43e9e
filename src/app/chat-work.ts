import type { Group } from '../alert/group.ts';
import type { Incident } from '../engine/ports/incidents.ts';
import type { ActionRun } from '../engine/ports/action-runs.ts';
import { explain } from '../asking/explanation.ts';
import { plannedMaintenance } from '../asking/planned-maintenance.ts';
import { createSlackClient } from '../delivery/slack/client.ts';
import { askerOf } from '../handlers/access/access.ts';
import { createPeople } from '../handlers/access/people.ts';
import { carryOut, type ChatReport } from '../handlers/carry-out.ts';
import type { Tools } from '../handlers/handling.ts';
import { REGISTRY } from '../handlers/index.ts';
import type { Job } from '../handlers/jobs/job.ts';
import type { ChatPerson } from '../handlers/request.ts';
import { createChatWorker } from '../jobs/chat-queue.ts';
import { createLookQueue } from '../jobs/look-queue.ts';
import type { QueueWorker } from '../jobs/queue-worker.ts';
import type { ChartRenderer } from '../metrics/charts/renderer.ts';
import { incidentsAtHand } from '../runbooks/incidents/at-hand.ts';
import { automationAtHand } from '../runbooks/remediation/at-hand.ts';
import { retrainingAtHand } from '../runbooks/retraining/at-hand.ts';
import { walksAtHand } from '../runbooks/walking/at-hand.ts';
import { callsAhead } from '../rules/calls-ahead.ts';
import { createSlackUsers } from '../delivery/slack/users.ts';
import { createRedisActionRuns } from '../store/redis/action-runs.ts';
import { createRedisAutomation } from '../store/redis/automation.ts';
import { createRedisChecklistRuns } from '../store/redis/checklist-runs.ts';
import { createRedisAudit } from '../store/redis/audit.ts';
import { createRedisIncidents } from '../store/redis/incidents.ts';
import { createRedisKnownAlarms } from '../store/redis/known-alarms.ts';
import { createRedisKnownDuties } from '../store/redis/known-duties.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { createRedisTurns } from '../store/redis/turns.ts';
import { createRedisWalks } from '../store/redis/walks.ts';
import { readStats } from '../store/redis/stats.ts';
import { checklistsInReport } from './checklists/checklists-in-report.ts';
import { checklistsOf } from './checklists/checklists-at-hand.ts';
import { createBot } from './bot.ts';
import { pictureIn } from './metrics/chat-graphs.ts';
import { createChatDuties } from './duties.ts';
import { createGroupFacts } from './group-facts.ts';
import { gatherRecord, recordSources } from './incidents/record.ts';
import { incidentSettings } from './incidents/settings.ts';
import { errorsAtHand } from './metrics/errors-at-hand.ts';
import { logsAtHand } from './metrics/logs-at-hand.ts';
import { startDriftAtHand } from './models/drift-at-hand.ts';
import { modelsAtHand } from './models/models-at-hand.ts';
import { startQualityAtHand } from './models/quality-at-hand.ts';
import { metricsAtHand } from './metrics/metrics-at-hand.ts';
import { patientHistory } from './patient-history.ts';
import { queueOptionsOf } from './queue-options.ts';
import { bulletinOf, reportOf, reportSources } from './report.ts';
import { actionsOf } from './runbooks/actions-at-hand.ts';
import { countRun } from './runbooks/count-run.ts';
import { automationRuns } from './runbooks/automation-runs.ts';
import { bindingsOf } from './runbooks/bindings.ts';
import { retrainingsOf } from './runbooks/retrainings.ts';
import { createSlowWork } from './slow-work.ts';
import { KEYS, type Wiring } from './wiring.ts';

export interface ChatWork extends QueueWorker {
  /** Goes over to another config. */
  change(next: Pick<Wiring, 'config' | 'policy'>): void;
}

/** Without a token nobody can ask for anything here. */
const NO_WORK: ChatWork = {
  run() {},
  pause() {},
  resume() {},
  change() {},
  close: async () => {},
};

/**
 * Carries out what people ask for in the chat. A part of who decides: with the config that decides, and
 * in a process of its own where the roles are shared out, so that no work keeps an acknowledgement waiting.
 */
export function createChatWork(wiring: Wiring, renderer: Pick<ChartRenderer, 'render'>): ChatWork {
  const { redis, clock, log, version, registry = REGISTRY } = wiring;
  const { bot_token: token, api_url: apiUrl } = wiring.config.slack;
  if (token === '') return NO_WORK;
  const slack = createSlackClient(token, apiUrl);
  const chatLog = log.named('chat');
  const people = createPeople(slack, clock.now);
  const onUnknown = (error: unknown, what: string): void =>
    chatLog.warn({ error, what }, 'Slack does not say who it is');
  const facts = createGroupFacts(redis);
  const kept = reportSources(redis);
  const reported = { ...kept, history: patientHistory(kept.history) };
  let { config, policy } = wiring;
  const limiter = createRedisRateLimiter(redis, KEYS);
  const users = createSlackUsers(slack, limiter, clock.now);
  const dutyParts = {
    knownDuties: createRedisKnownDuties(redis, KEYS),
    limiter,
    now: clock.now,
    onUnknown: (error: unknown, schedule: string) =>
      chatLog.warn({ schedule, error }, 'nobody can say who is on call: it is said who last was'),
  };
  let onCall = createChatDuties(config, dutyParts, users);
  const known = createRedisKnownAlarms(redis, KEYS);
  const onCharged = (source: string, count: number) =>
    wiring.metrics.charged({ source, metrics: count });
  const metricParts = { limiter, onCharged };
  let metrics = metricsAtHand(config, metricParts);
  const searches = new Set<Promise<unknown>>();
  const logsParts = {
    limiter,
    onScanned: (source: string, bytes: number) => wiring.metrics.scanned({ source, bytes }),
    onSearch(search: Promise<unknown>) {
      const over = search.catch(() => {}).finally(() => searches.delete(over));
      searches.add(over);
    },
  };
  let logs = logsAtHand(config, logsParts);
  const driftKnown = startDriftAtHand(redis, clock);
  let drift = driftKnown.of(config);
  const qualityKnown = startQualityAtHand(redis, clock);
  let quality = qualityKnown.of(config);
  const actionQueue = createLookQueue('actions', queueOptionsOf(wiring));
  const actionParts = {
    runs: createRedisActionRuns(redis, KEYS),
    now: clock.now,
    hurry: (key: string) => actionQueue.add([key]),
    onDecided: (run: ActionRun) => countRun(run, wiring.metrics),
  };
  const incidentQueue = createLookQueue('incidents', queueOptionsOf(wiring));
  const sources = recordSources(redis);
  const incidentParts = {
    incidents: createRedisIncidents(redis, KEYS),
    record: (incident: Incident) => gatherRecord(incident, sources, clock.now()),
    now: clock.now,
    hurry: (id: string) => incidentQueue.add([id]),
  };
  let incidents = incidentsAtHand(incidentSettings(config), incidentParts);
  let actions = actionsOf(config, actionParts);
  let retraining = retrainingAtHand(retrainingsOf(config), actionParts);
  const automationKept = createRedisAutomation(redis, KEYS);
  const automationParts = {
    now: clock.now,
    async withdraw(key: string) {
      await automationRuns(actionParts).withdraw(key);
      await actionParts.hurry(key);
    },
  };
  let automation = automationAtHand(bindingsOf(config), automationKept, automationParts);
  const walkQueue = createLookQueue('walks', queueOptionsOf(wiring));
  const walking = walksAtHand({
    walks: createRedisWalks(redis, KEYS),
    now: clock.now,
    hurry: (id) => walkQueue.add([id]),
  });
  const checklistParts = {
    runs: createRedisChecklistRuns(redis, KEYS),
    queue: createLookQueue('checklists', queueOptionsOf(wiring)),
    folder: wiring.folder,
    now: clock.now,
  };
  let checklists = checklistsOf(config, checklistParts);
  let models = modelsAtHand(config, redis, clock.now);
  const errorParts = {
    turns: createRedisTurns(redis, KEYS),
    audit: createRedisAudit(redis, KEYS),
    now: clock.now,
  };
  let errors = errorsAtHand(config, errorParts);
  const tools = {
    version,
    bot: createBot(redis, clock),
    stats: () => readStats(redis, KEYS),
    alerts: (fingerprints: readonly string[]) => known.alerts(fingerprints),
    explain: async (group: string) => explain(group, await facts(group), policy, clock.now()),
    callsAhead: (group: Group) => callsAhead(group, policy),
    async report(span: number, job: Job) {
      const until = clock.now();
      const zone = config.report?.timezone ?? 'UTC';
      const times = { from: until - span, until, zone };
      const { title, parts } = bulletinOf(await reportOf(reported, policy, times, job));
      return {
        title,
        parts: [...parts, ...(await checklistsInReport(checklistParts.runs, times))],
      };
    },
    maintenance: (now: number, ahead: number) => plannedMaintenance(policy.maintenance, now, ahead),
    picture: pictureIn(slack, renderer),
    walking,
    who: (person: ChatPerson) => askerOf(person, config.access, { people, onUnknown }),
    runbooks: wiring.library,
    slack,
  };
  const toolsNow = (): Tools => ({
    ...tools,
    jobs: slow.jobs,
    metrics,
    logs,
    drift,
    quality,
    actions,
    retraining,
    incidents,
    automation,
    checklists,
    models,
    ...(onCall !== undefined && { onCall }),
    ...(errors !== undefined && { errors }),
  });
  const slow = createSlowWork(wiring, {
    slack,
    registry,
    tools: toolsNow,
    onDone: (report) => reportChat(report, wiring),
  });
  const worker = createChatWorker(
    (request) =>
      carryOut(request, {
        registry,
        access: config.access,
        tools: toolsNow(),
        people,
        onUnknown,
        onStale: (error) => chatLog.warn({ error }, 'a home in Slack does not show what was done'),
        onDone: (report) => reportChat(report, wiring),
        now: Date.now,
      }),
    {
      ...queueOptionsOf(wiring),
      onFailed: (error) => chatLog.error({ error }, 'what was asked for failed'),
    },
  );

  return {
    ...together(worker, slow),
    async close() {
      await Promise.all([worker.close(), slow.close()]);
      await Promise.all([driftKnown.close(), qualityKnown.close()]);
      const queues = [actionQueue, walkQueue, checklistParts.queue, incidentQueue];
      await Promise.all(queues.map((one) => one.close()));
      // Each stops its query when its work is to stop.
      await Promise.all(searches);
    },
    change(next) {
      ({ config, policy } = next);
      onCall = createChatDuties(config, dutyParts, users);
      metrics = metricsAtHand(config, metricParts);
      logs = logsAtHand(config, logsParts);
      drift = driftKnown.of(config);
      quality = qualityKnown.of(config);
      incidents = incidentsAtHand(incidentSettings(config), incidentParts);
      retraining = retrainingAtHand(retrainingsOf(config), actionParts);
      automation = automationAtHand(bindingsOf(config), automationKept, automationParts);
      actions = actionsOf(config, actionParts);
      checklists = checklistsOf(config, checklistParts);
      models = modelsAtHand(config, redis, clock.now);
      errors = errorsAtHand(config, errorParts);
    },
  };
}

/** Two workers as one. */
function together(one: QueueWorker, other: QueueWorker): Omit<QueueWorker, 'close'> {
  const both = [one, other];
  return {
    run: () => both.forEach((worker) => worker.run()),
    pause: () => both.forEach((worker) => worker.pause()),
    resume: () => both.forEach((worker) => worker.resume()),
  };
}

/** Logs and counts what became of what somebody asked for. */
function reportChat(
  { request, outcome, asker, error }: ChatReport,
  { log, metrics }: Pick<Wiring, 'log' | 'metrics'>,
): void {
  const { type, traceId: trace_id, person } = request;
  const what = request.type === 'command' ? request.command : type;
  metrics.asked({ what, outcome });
  const context = { trace_id, what, actor: asker?.actor ?? person.id, outcome };
  const chat = log.named('chat');
  if (outcome === 'failed') chat.error({ ...context, error }, 'what was asked for failed');
  else chat.info(context, 'was asked for');
}
