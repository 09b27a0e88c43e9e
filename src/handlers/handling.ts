import type { ImageBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Alert } from '../alert/alert.ts';
import type { ChatRole } from '../alert/chat-role.ts';
import type { Group } from '../alert/group.ts';
import type { Bot } from '../asking/bot.ts';
import type { Explanation } from '../asking/explanation.ts';
import type { PlannedMaintenance } from '../asking/planned-maintenance.ts';
import type { Bulletin } from '../alert/bulletin.ts';
import type { DriftAtHand } from '../drift/at-hand.ts';
import type { QualityAtHand } from '../drift/quality/at-hand.ts';
import type { ModelsAtHand } from '../drift/degradation/at-hand.ts';
import type { Deed } from '../engine/ports/audit.ts';
import type { OnCall } from '../engine/ports/on-call.ts';
import type { StoreStats } from '../engine/ports/stats.ts';
import type { MetricsAtHand } from '../metrics/at-hand.ts';
import type { Picture } from '../metrics/charts/chart.ts';
import type { ErrorsAtHand } from '../metrics/errors/at-hand.ts';
import type { LogsAtHand } from '../metrics/logs/at-hand.ts';
import type { IncidentsAtHand } from '../runbooks/incidents/at-hand.ts';
import type { ActionsAtHand } from '../runbooks/actions/at-hand.ts';
import type { RunbooksAtHand } from '../runbooks/at-hand.ts';
import type { AutomationAtHand } from '../runbooks/remediation/at-hand.ts';
import type { ChecklistsAtHand } from '../runbooks/checklists/at-hand.ts';
import type { RetrainingAtHand } from '../runbooks/retraining/at-hand.ts';
import type { WalksAtHand } from '../runbooks/walking/at-hand.ts';
import type { Asker } from './access/access.ts';
import type { Answer } from './answer.ts';
import type { Job } from './jobs/job.ts';
import type { ChatPerson, ChatRequest } from './request.ts';

/** What handlers work with. */
export interface Tools {
  readonly version: string;
  readonly bot: Bot;
  readonly stats: () => Promise<StoreStats>;
  /** How the last so many milliseconds were. @throws TryAgain */
  readonly report: (span: number, job: Job) => Promise<Bulletin>;
  readonly jobs: Jobs;
  /** The maintenance windows of the config that are on, or begin within so many milliseconds. */
  readonly maintenance: (now: number, ahead: number) => readonly PlannedMaintenance[];
  /** What is known of some alerts, by their fingerprints. */
  readonly alerts: (fingerprints: readonly string[]) => Promise<readonly Alert[]>;
  /** Why a group, by its key, was told, or not. */
  readonly explain: (group: string) => Promise<Explanation>;
  /** Why a group can't be escalated, or what people should know when it is. */
  readonly callsAhead: (group: Group) => { readonly why: string } | { readonly remark?: string };
  /** Absent where no schedule is configured. */
  readonly onCall?: OnCall;
  /** The metrics there are. */
  readonly metrics: MetricsAtHand;
  /** Draws a picture and puts it into Slack: the block that shows it. @throws when Slack does not take it */
  readonly picture: (picture: Picture, signal: AbortSignal) => Promise<ImageBlock>;
  /** Queries over logs. */
  readonly logs: LogsAtHand;
  /** The models whose data is looked at. */
  readonly drift: DriftAtHand;
  /** The data sets that are held against rules. */
  readonly quality: QualityAtHand;
  /** What can be done to the world, as far as the config allows it. */
  readonly actions: ActionsAtHand;
  /** The runbooks, as their files are now. */
  readonly runbooks: RunbooksAtHand;
  /** The models that can be trained again. */
  readonly retraining: RetrainingAtHand;
  /** What goes wrong, and who works on it. */
  readonly incidents: IncidentsAtHand;
  /** What is done by itself. */
  readonly automation: AutomationAtHand;
  /** Runbooks, and walks through them. */
  readonly walking: WalksAtHand;
  /** What is looked at regularly. */
  readonly checklists: ChecklistsAtHand;
  /** The models that are measured by what turned out to be true. */
  readonly models: ModelsAtHand;
  /** Absent where no error tracker is configured. */
  readonly errors?: ErrorsAtHand;
  /** Who somebody is, and what they may do. */
  readonly who: (person: ChatPerson) => Promise<Asker>;
  readonly slack: WebClient;
}

/** Something that is being carried out. */
export interface Handling<R extends ChatRequest = ChatRequest> extends Tools {
  readonly request: R;
  readonly asker: Asker;
}

/** What a request comes down to: what it takes to do it, and doing it. */
export type Step = QuickStep | SlowStep;

/** Something that is done at once. */
export interface QuickStep {
  readonly role: ChatRole;
  /** Without an answer nothing is said. @throws Mistake for what the person can mend */
  readonly run: () => Promise<Answer | undefined>;
  /** True where what somebody sees in the app's home changes with it. */
  readonly showsAtHome?: true;
}

/**
 * Something that may take minutes. It is done in the background, shows how far it is, and can be cancelled.
 * It may be begun again, also by another process, so what it changes it changes once for a `traceId`.
 */
export interface SlowStep {
  readonly role: ChatRole;
  /** @throws Mistake for what the person can mend, TryAgain for what may pass */
  readonly work: (job: Job) => Promise<Answer>;
  /** For everybody in the channel, from the beginning on. */
  readonly isPublic?: boolean;
}

/** Slow work that was asked for. */
export interface Jobs {
  /** Has it done in the background: durable once this resolves. @throws Mistake for who has too much of it */
  readonly submit: (request: ChatRequest, asker: Asker) => Promise<void>;
  /** What was asked for; undefined where it is over. */
  readonly find: (id: string) => Promise<ChatRequest | undefined>;
  /** Has it cancelled, whoever does it. False when somebody had that done before. */
  readonly cancel: (id: string, by: string, deed: Deed) => Promise<boolean>;
}
