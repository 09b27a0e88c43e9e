import type { Deployment } from '../../alert/deployment.ts';
import type { Alert } from '../../alert/alert.ts';
import type { Group, Member, Told } from '../../alert/group.ts';
import { NO_SILENCES } from '../../alert/silence.ts';
import type { KeptRun } from './run-reports.ts';
import type { Inhibitor } from '../../rules/draft.ts';
import type { ActionRun, RunTold } from '../../engine/ports/action-runs.ts';
import type { AuditRecord } from '../../engine/ports/audit.ts';
import type { Attempt, StoppedBinding, SwitchedOff } from '../../engine/ports/automation.ts';
import type { Baseline } from '../../engine/ports/baselines.ts';
import type { ChecklistRun, ChecklistTold } from '../../engine/ports/checklist-runs.ts';
import type { Caller, Effect, Journal } from '../../engine/ports/delivery-store.ts';
import type { InboxEntry, Versioned } from '../../engine/ports/event-store.ts';
import type { KeptLetter } from '../../engine/ports/dead-letters.ts';
import type { Decision } from '../../engine/ports/decisions.ts';
import type { DriftRun } from '../../engine/ports/drift-reports.ts';
import type { DriftState } from '../../engine/ports/drift-states.ts';
import type { QualityRun } from '../../engine/ports/quality-reports.ts';
import type { LastDuties } from '../../engine/ports/on-call.ts';
import type { DegradationState, KeptReport } from '../../engine/ports/model-reports.ts';
import type { Prediction, Truth } from '../../engine/ports/predictions.ts';
import type { PastMoment } from '../../engine/ports/history.ts';
import type { DeadLetter } from '../../engine/ports/inbox.ts';
import type { Raised, Trouble } from '../../engine/ports/troubles.ts';
import type { Incident, IncidentTold } from '../../engine/ports/incidents.ts';
import type { PagerDutyIncident } from '../../engine/ports/pagerduty-incidents.ts';
import type { JobInLine } from '../../engine/ports/job-line.ts';
import type { SeverityTag } from '../../engine/ports/severity-tags.ts';
import type { Walk, WalkTold } from '../../engine/ports/walks.ts';
import type { WatchState } from '../../engine/ports/watch-states.ts';
import { Timers } from './timers.ts';

/** One who waits for a bucket: since when, and until when they are waited for. */
export interface InLine extends Caller {
  readonly since: number;
  readonly until: number;
}

/** Slow work that has a place, or with a token its turn; and until when that is kept. */
interface PlacedJob extends JobInLine {
  readonly token: string | undefined;
  readonly until: number;
}

/** What is done by itself: attempts in their order, what is stopped, and when bindings had their turns. */
interface MemoryAutomationState {
  readonly attempts: Map<string, Attempt>;
  /** When each was made that is known, kept or not. */
  readonly made: Map<string, number>;
  readonly stopped: Map<string, StoppedBinding>;
  readonly turns: Map<string, readonly number[]>;
  off?: SwitchedOff | undefined;
  seenTo?: number;
}

/** Everything that the ports share. */
export type MemoryState = ReturnType<typeof emptyState>;

export function emptyState() {
  const deadLetters: KeptLetter[] = [];
  const automation: MemoryAutomationState = {
    attempts: new Map(),
    made: new Map(),
    stopped: new Map(),
    turns: new Map(),
  };
  const deeds: AuditRecord[] = [];
  const moments: PastMoment[] = [];
  return {
    automation,
    deadLetters,
    /** How many dead letters there ever were: the last one's id. */
    lettersKept: 0,
    /** Ids of messages that intake put there. */
    buried: new Set<string>(),
    /** By group, oldest first. */
    decisions: new Map<string, readonly Decision[]>(),
    /** The audit trail. */
    deeds,
    /** What reports may ask about, oldest first. */
    moments,
    /** Deployments that wait, by entry, oldest first; and how many there ever were. */
    deployments: new Map<string, Deployment>(),
    deploymentsKept: 0,
    /** All that was told of deployments: the same news is kept once. */
    pastDeployments: new Map<string, Deployment>(),
    messages: new Set<string>(),
    /** How many events the inbox ever had: the last entry's id. */
    appended: 0,
    /** By entry id, in the order they came; `takenAt` once an engine has them. */
    inbox: new Map<string, InboxEntry & { readonly takenAt?: number }>(),
    alerts: new Map<string, Versioned<Alert>>(),
    groups: new Map<string, Versioned<Group>>(),
    members: new Map<string, Map<string, Member>>(),
    /** The notification logs, by group and integration. */
    told: new Map<string, Map<string, Told>>(),
    silences: NO_SILENCES,
    /** Who inhibits, by key, then by fingerprint. */
    inhibitors: new Map<string, Map<string, Inhibitor>>(),
    /** Who waits for a mute's end, by mute, then by group. */
    waiting: new Map<string, Map<string, true>>(),
    /** When a route's newest groups were new, by route, then by group. */
    openings: new Map<string, Map<string, number>>(),
    /** The alerts that one time of a maintenance window muted. */
    muted: new Map<string, Set<string>>(),
    /** When each timer is due, by its name. */
    timers: new Timers(),
    /** By target; `due` is when an effect is relayed (again). */
    outbox: new Map<string, { readonly effect: Effect; readonly due: number }>(),
    leases: new Map<string, { readonly token: string; readonly until: number }>(),
    journals: new Map<string, Journal>(),
    /** Targets with an outcome that is not committed yet. */
    finished: new Set<string>(),
    /** When each bucket will be full again. */
    buckets: new Map<string, number>(),
    /** Who waits for each bucket. */
    lines: new Map<string, readonly InLine[]>(),
    /** Who has the turn at some work, and when the next is due. */
    turns: new Map<string, { readonly token: string; readonly until: number }>(),
    nextTurns: new Map<string, number>(),
    jobs: new Map<string, PlacedJob>(),
    /** Who wants a job to be cancelled, by its id. */
    cancelled: new Map<string, string>(),
    channelIds: new Map<string, string>(),
    knownDuties: new Map<string, LastDuties>(),
    /** Which integrations fail, and the alerts that were raised of that. */
    troubles: new Map<string, Trouble>(),
    raised: new Map<string, Raised>(),
    /** How the watch rules stand, by name. */
    watch: new Map<string, WatchState>(),
    /** By model and version; and by model which version is active. */
    baselines: new Map<string, Baseline>(),
    deletedBaselines: new Map<string, { readonly baseline: Baseline; readonly until: number }>(),
    activeBaselines: new Map<string, string>(),
    /** How models stand, by name; and their runs, the oldest window first. */
    drift: new Map<string, DriftState>(),
    driftRuns: new Map<string, readonly KeptRun<DriftRun>[]>(),
    /** The same of data sets. */
    quality: new Map<string, DriftState>(),
    qualityRuns: new Map<string, readonly KeptRun<QualityRun>[]>(),
    /** Runs of actions, by key; what for one was last opened and started; what is not settled; what was told; what limits count. */
    actions: {
      runs: new Map<string, ActionRun>(),
      last: new Map<string, string>(),
      started: new Map<string, number>(),
      unsettled: new Set<string>(),
      told: new Map<string, RunTold>(),
      counted: new Map<string, ActionRun>(),
    },
    /** Checklists that were posted, by id; which is open, by name; what is not settled; what was told. */
    checklists: {
      runs: new Map<string, ChecklistRun>(),
      open: new Map<string, string>(),
      unsettled: new Set<string>(),
      told: new Map<string, ChecklistTold>(),
    },
    /** Incidents by id, and by wish; what is not settled; what was told. */
    incidents: {
      records: new Map<string, Incident>(),
      wishes: new Map<string, { readonly id: string; readonly until: number }>(),
      unsettled: new Set<string>(),
      told: new Map<string, IncidentTold>(),
      last: 0,
    },
    /** Walks through runbooks, by id; which is open about what; not wholly told; what was told. */
    walks: {
      all: new Map<string, Walk>(),
      last: new Map<string, string>(),
      untold: new Set<string>(),
      told: new Map<string, WalkTold>(),
    },
    /** What models predicted, and what turned out to be true. */
    predictions: new Map<string, Map<number, Map<string, Prediction>>>(),
    truths: new Map<string, Map<number, Map<string, Truth>>>(),
    /** How models stand that are measured, and their reports, the oldest first. */
    degradation: new Map<string, DegradationState>(),
    modelReports: new Map<string, readonly KeptReport[]>(),
    pagerDutyIncidents: new Map<
      string,
      { readonly incident: PagerDutyIncident; readonly until: number }
    >(),
    severityTags: new Map<string, { readonly tag: SeverityTag; readonly until: number }>(),
  };
}

/** Appends an event to the inbox. */
export function append(state: MemoryState, event: InboxEntry['event'], at: number): void {
  state.appended += 1;
  const id = String(state.appended);
  state.inbox.set(id, { id, at, event });
}

/** Appends to the dead-letter list. */
export function keepLetter(state: MemoryState, letter: DeadLetter, at: number): void {
  state.lettersKept += 1;
  state.deadLetters.push({ ...letter, id: String(state.lettersKept), at });
}
