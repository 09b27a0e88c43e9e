import type { ActionRuns } from '../../engine/ports/action-runs.ts';
import type { Automation } from '../../engine/ports/automation.ts';
import type { Audit } from '../../engine/ports/audit.ts';
import type { Baselines } from '../../engine/ports/baselines.ts';
import type { DeadLetters } from '../../engine/ports/dead-letters.ts';
import type { ChecklistRuns } from '../../engine/ports/checklist-runs.ts';
import type { ChannelIds } from '../../engine/ports/channel-ids.ts';
import type { Deployments } from '../../engine/ports/deployments.ts';
import type { Decisions } from '../../engine/ports/decisions.ts';
import type { DeliveryStore, RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { DriftReports } from '../../engine/ports/drift-reports.ts';
import type { DriftStates } from '../../engine/ports/drift-states.ts';
import type { QualityReports, QualityStates } from '../../engine/ports/quality-reports.ts';
import type { EventStore } from '../../engine/ports/event-store.ts';
import type { Mutes } from '../../engine/ports/mutes.ts';
import type { Groups } from '../../engine/ports/groups.ts';
import type { History } from '../../engine/ports/history.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import type { Incidents } from '../../engine/ports/incidents.ts';
import type { PagerDutyIncidents } from '../../engine/ports/pagerduty-incidents.ts';
import type { JobLine } from '../../engine/ports/job-line.ts';
import type { KeptDeployments } from '../../engine/ports/kept-deployments.ts';
import type { KnownAlarms } from '../../engine/ports/known-alarms.ts';
import type { KnownDuties } from '../../engine/ports/on-call.ts';
import type { SeverityTags } from '../../engine/ports/severity-tags.ts';
import type { DegradationStates, ModelReports } from '../../engine/ports/model-reports.ts';
import type { Predictions } from '../../engine/ports/predictions.ts';
import type { Troubles } from '../../engine/ports/troubles.ts';
import type { Turns } from '../../engine/ports/turns.ts';
import type { Walks } from '../../engine/ports/walks.ts';
import type { WatchStates } from '../../engine/ports/watch-states.ts';
import { createMemoryActionRuns } from './action-runs.ts';
import { createMemoryAutomation } from './automation.ts';
import { createMemoryAudit } from './audit.ts';
import { createMemoryBaselines } from './baselines.ts';
import { createMemoryChecklistRuns } from './checklist-runs.ts';
import { createMemoryChannelIds } from './channel-ids.ts';
import { createMemoryDeadLetters } from './dead-letters.ts';
import { createMemoryDecisions } from './decisions.ts';
import { createMemoryDeliveryStore } from './delivery-store.ts';
import { createMemoryDeployments } from './deployments.ts';
import { createMemoryKeptDeployments } from './kept-deployments.ts';
import { createMemoryRunReports } from './run-reports.ts';
import { createMemoryEventStore } from './event-store.ts';
import { createMemoryStates } from './kept-states.ts';
import { createMemoryMutes } from './mutes.ts';
import { createMemoryGroups } from './groups.ts';
import { createMemoryHistory } from './history.ts';
import { createMemoryInbox } from './inbox.ts';
import { createMemoryIncidents } from './incidents.ts';
import { createMemoryPagerDutyIncidents } from './pagerduty-incidents.ts';
import { createMemoryJobLine } from './job-line.ts';
import { createMemoryKnownAlarms } from './known-alarms.ts';
import { createMemoryKnownDuties } from './known-duties.ts';
import { createMemoryModelReports } from './model-reports.ts';
import { createMemoryPredictions } from './predictions.ts';
import { createMemoryRateLimiter } from './rate-limiter.ts';
import { createMemorySeverityTags } from './severity-tags.ts';
import { emptyState, type MemoryState } from './state.ts';
import { createMemoryTroubles } from './troubles.ts';
import { createMemoryTurns } from './turns.ts';
import { createMemoryWalks } from './walks.ts';

/** Every port of the engine and of delivery, on one memory and one clock. */
export interface MemoryStore {
  readonly inbox: Inbox;
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  readonly limiter: RateLimiter;
  readonly pagerDutyIncidents: PagerDutyIncidents;
  readonly alarms: KnownAlarms;
  readonly tags: SeverityTags;
  readonly troubles: Troubles;
  readonly turns: Turns;
  readonly jobs: JobLine;
  readonly deadLetters: DeadLetters;
  readonly audit: Audit;
  readonly channelIds: ChannelIds;
  readonly knownDuties: KnownDuties;
  readonly decisions: Decisions;
  readonly deployments: Deployments;
  readonly keptDeployments: KeptDeployments;
  readonly history: History;
  readonly groups: Groups;
  readonly mutes: Mutes;
  readonly watch: WatchStates;
  readonly baselines: Baselines;
  readonly drift: DriftStates;
  readonly driftReports: DriftReports;
  readonly quality: QualityStates;
  readonly qualityReports: QualityReports;
  readonly actions: ActionRuns;
  readonly checklists: ChecklistRuns;
  readonly automation: Automation;
  readonly incidents: Incidents;
  readonly walks: Walks;
  readonly predictions: Predictions;
  readonly degradation: DegradationStates;
  readonly modelReports: ModelReports;
  /** What it holds, to look at. */
  readonly state: MemoryState;
}

/**
 * A store for tests and for replaying time: nothing outlives it.
 *
 * @param now the clock: epoch milliseconds
 */
export function createMemoryStore(now: () => number): MemoryStore {
  const state = emptyState();
  return {
    inbox: createMemoryInbox(state, now),
    events: createMemoryEventStore(state, now),
    deliveries: createMemoryDeliveryStore(state, now),
    limiter: createMemoryRateLimiter(state, now),
    pagerDutyIncidents: createMemoryPagerDutyIncidents(state, now),
    alarms: createMemoryKnownAlarms(state),
    tags: createMemorySeverityTags(state, now),
    troubles: createMemoryTroubles(state),
    turns: createMemoryTurns(state, now),
    jobs: createMemoryJobLine(state, now),
    deadLetters: createMemoryDeadLetters(state, now),
    audit: createMemoryAudit(state, now),
    channelIds: createMemoryChannelIds(state),
    knownDuties: createMemoryKnownDuties(state),
    decisions: createMemoryDecisions(state),
    deployments: createMemoryDeployments(state),
    keptDeployments: createMemoryKeptDeployments(state),
    history: createMemoryHistory(state),
    groups: createMemoryGroups(state),
    mutes: createMemoryMutes(state),
    watch: createMemoryStates(state.watch, state, now),
    baselines: createMemoryBaselines(state, now),
    drift: createMemoryStates(state.drift, state, now),
    driftReports: createMemoryRunReports(state.driftRuns),
    quality: createMemoryStates(state.quality, state, now),
    qualityReports: createMemoryRunReports(state.qualityRuns),
    actions: createMemoryActionRuns(state, now),
    checklists: createMemoryChecklistRuns(state, now),
    automation: createMemoryAutomation(state, now),
    incidents: createMemoryIncidents(state, now),
    walks: createMemoryWalks(state, now),
    predictions: createMemoryPredictions(state, now),
    degradation: createMemoryStates(state.degradation, state, now),
    modelReports: createMemoryModelReports(state),
    state,
  };
}
