import { randomUUID } from 'node:crypto';
import type { ActionRuns } from '../../src/engine/ports/action-runs.ts';
import type { Automation } from '../../src/engine/ports/automation.ts';
import type { Audit } from '../../src/engine/ports/audit.ts';
import type { Baselines } from '../../src/engine/ports/baselines.ts';
import type { DeadLetters, KeptLetter } from '../../src/engine/ports/dead-letters.ts';
import type { ChecklistRuns } from '../../src/engine/ports/checklist-runs.ts';
import type { ChannelIds } from '../../src/engine/ports/channel-ids.ts';
import type { Decisions } from '../../src/engine/ports/decisions.ts';
import type { Deployments } from '../../src/engine/ports/deployments.ts';
import type { DeliveryStore, RateLimiter } from '../../src/engine/ports/delivery-store.ts';
import type { DriftReports } from '../../src/engine/ports/drift-reports.ts';
import type { DriftStates } from '../../src/engine/ports/drift-states.ts';
import type { EventStore } from '../../src/engine/ports/event-store.ts';
import type { QualityReports, QualityStates } from '../../src/engine/ports/quality-reports.ts';
import type { Mutes } from '../../src/engine/ports/mutes.ts';
import type { Groups } from '../../src/engine/ports/groups.ts';
import type { History } from '../../src/engine/ports/history.ts';
import type { Inbox } from '../../src/engine/ports/inbox.ts';
import type { Incidents } from '../../src/engine/ports/incidents.ts';
import type { PagerDutyIncidents } from '../../src/engine/ports/pagerduty-incidents.ts';
import type { JobLine } from '../../src/engine/ports/job-line.ts';
import type { KeptDeployments } from '../../src/engine/ports/kept-deployments.ts';
import type { KnownAlarms } from '../../src/engine/ports/known-alarms.ts';
import type { KnownDuties } from '../../src/engine/ports/on-call.ts';
import type { SeverityTags } from '../../src/engine/ports/severity-tags.ts';
import type { DegradationStates, ModelReports } from '../../src/engine/ports/model-reports.ts';
import type { Predictions } from '../../src/engine/ports/predictions.ts';
import type { Troubles } from '../../src/engine/ports/troubles.ts';
import type { Turns } from '../../src/engine/ports/turns.ts';
import type { Walks } from '../../src/engine/ports/walks.ts';
import type { WatchStates } from '../../src/engine/ports/watch-states.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { createRedisActionRuns } from '../../src/store/redis/action-runs.ts';
import { createRedisAutomation } from '../../src/store/redis/automation.ts';
import { createRedisAudit } from '../../src/store/redis/audit.ts';
import { createRedisBaselines } from '../../src/store/redis/baselines.ts';
import { createRedisChecklistRuns } from '../../src/store/redis/checklist-runs.ts';
import { createRedisChannelIds } from '../../src/store/redis/channel-ids.ts';
import { createRedisDeadLetters } from '../../src/store/redis/dead-letters.ts';
import { createRedisDecisions } from '../../src/store/redis/decisions.ts';
import { createRedisDeliveryStore } from '../../src/store/redis/delivery-store.ts';
import { createRedisKeptDeployments } from '../../src/store/redis/kept-deployments.ts';
import { createRedisDeployments } from '../../src/store/redis/deployments.ts';
import { createRedisDriftReports } from '../../src/store/redis/drift-reports.ts';
import { createRedisDriftStates } from '../../src/store/redis/drift-states.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { createRedisGroups } from '../../src/store/redis/groups.ts';
import { createRedisHistory } from '../../src/store/redis/history.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { createRedisIncidents } from '../../src/store/redis/incidents.ts';
import { createRedisPagerDutyIncidents } from '../../src/store/redis/pagerduty-incidents.ts';
import { createRedisJobLine } from '../../src/store/redis/job-line.ts';
import { keysOf, type Keys } from '../../src/store/redis/keys.ts';
import { createRedisKnownAlarms } from '../../src/store/redis/known-alarms.ts';
import { createRedisKnownDuties } from '../../src/store/redis/known-duties.ts';
import {
  createRedisQualityReports,
  createRedisQualityStates,
} from '../../src/store/redis/quality-reports.ts';
import {
  createRedisDegradationStates,
  createRedisModelReports,
} from '../../src/store/redis/model-reports.ts';
import { createRedisPredictions } from '../../src/store/redis/predictions.ts';
import { createRedisRateLimiter } from '../../src/store/redis/rate-limiter.ts';
import { activePolicy } from '../support/active-policy.ts';
import { createRedisSeverityTags } from '../../src/store/redis/severity-tags.ts';
import { createRedisMutes } from '../../src/store/redis/mutes.ts';
import { createRedisTroubles } from '../../src/store/redis/troubles.ts';
import { createRedisTurns } from '../../src/store/redis/turns.ts';
import { createRedisWalks } from '../../src/store/redis/walks.ts';
import { createRedisWatchStates } from '../../src/store/redis/watch-states.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { arrivalOf } from './records.ts';

/** One installation's store, as the contract sees it. */
export interface Subject {
  readonly inbox: Inbox;
  readonly events: EventStore;
  /** The store as another engine has it. */
  readonly otherEvents: EventStore;
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
  /** Lets so many milliseconds pass: for what was taken, claimed, leased and limited. */
  readonly pass: (ms: number) => Promise<void>;
}

/** A kind of store: starts what it needs, and makes an empty one for each test. */
export interface Kind {
  readonly name: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly make: () => Promise<Subject>;
}

/** The time at which a store begins, where it is told the time. */
export const START = 2_000_000_000_000;

export const KINDS: readonly Kind[] = [memoryKind(), redisKind()];

function memoryKind(): Kind {
  return {
    name: 'memory',
    start: async () => {},
    stop: async () => {},
    async make() {
      let now = START;
      const store = createMemoryStore(() => now);
      return {
        ...store,
        otherEvents: store.events,
        pass: async (ms) => void (now += ms),
      };
    },
  };
}

function redisKind(): Kind {
  let redis: TestRedis;
  return {
    name: 'Redis',
    start: async () => void (redis = await startRedis()),
    stop: () => redis.stop(),
    async make() {
      let passed = 0;
      const keys = keysOf(randomUUID());
      const events = createRedisEventStore(
        redis.client,
        redis.client,
        keys,
        activePolicy(redis.client, keys),
      );
      await events.open();
      return {
        inbox: createRedisInbox(redis.client, keys, 60_000),
        events,
        otherEvents: createRedisEventStore(
          redis.client,
          redis.client,
          keys,
          activePolicy(redis.client, keys),
        ),
        deliveries: createRedisDeliveryStore(redis.client, keys, activePolicy(redis.client, keys)),
        limiter: createRedisRateLimiter(redis.client, keys),
        pagerDutyIncidents: createRedisPagerDutyIncidents(redis.client, keys),
        alarms: createRedisKnownAlarms(redis.client, keys),
        tags: createRedisSeverityTags(redis.client, keys),
        troubles: createRedisTroubles(redis.client, keys),
        turns: createRedisTurns(redis.client, keys),
        jobs: createRedisJobLine(redis.client, keys),
        deadLetters: createRedisDeadLetters(redis.client, keys, 60_000),
        audit: createRedisAudit(redis.client, keys),
        channelIds: createRedisChannelIds(redis.client, keys),
        knownDuties: createRedisKnownDuties(redis.client, keys),
        decisions: createRedisDecisions(redis.client, keys),
        deployments: createRedisDeployments(redis.client, keys),
        keptDeployments: createRedisKeptDeployments(redis.client, keys),
        history: createRedisHistory(redis.client, keys),
        groups: createRedisGroups(redis.client, keys),
        mutes: createRedisMutes(redis.client, keys),
        watch: createRedisWatchStates(redis.client, keys),
        baselines: createRedisBaselines(redis.client, keys),
        drift: createRedisDriftStates(redis.client, keys),
        driftReports: createRedisDriftReports(redis.client, keys),
        quality: createRedisQualityStates(redis.client, keys),
        qualityReports: createRedisQualityReports(redis.client, keys),
        actions: createRedisActionRuns(redis.client, keys),
        checklists: createRedisChecklistRuns(redis.client, keys),
        automation: createRedisAutomation(redis.client, keys),
        incidents: createRedisIncidents(redis.client, keys),
        walks: createRedisWalks(redis.client, keys),
        predictions: createRedisPredictions(redis.client, keys, () => START + passed),
        degradation: createRedisDegradationStates(redis.client, keys),
        modelReports: createRedisModelReports(redis.client, keys),
        async pass(ms) {
          passed += ms;
          await age(redis, keys, ms);
        },
      };
    },
  };
}

/** Redis's clock can't be moved; what depends on it can be made older. */
async function age({ client }: TestRedis, keys: Keys, ms: number): Promise<void> {
  const pending = await client.xpending(keys.inbox, 'engines', '-', '+', 1_000);
  for (const [id, consumer, idle] of pending as [string, string, number][]) {
    await client.xclaim(keys.inbox, 'engines', consumer, 0, id, 'IDLE', idle + ms, 'JUSTID');
  }
  for (const id of await client.zrange(keys.outbox, 0, '-1')) {
    await client.zincrby(keys.outbox, -ms, id);
  }
  for (const id of await client.zrange(keys.jobs.kept, 0, '-1')) {
    await client.zincrby(keys.jobs.kept, -ms, id);
  }
  for (const pattern of [
    keys.lease({ group: '*', integration: '*' }),
    keys.severityTag('*'),
    keys.pagerDutyIncident('*'),
    keys.incidents.wish('*'),
    keys.turn('*'),
    keys.nextTurn('*'),
    keys.baselines.data('*', '*'),
  ]) {
    for (const key of await client.keys(pattern)) {
      const left = await client.pttl(key);
      // What is kept for good has none.
      if (left >= 0) await client.pexpire(key, Math.max(0, left - ms));
    }
  }
  for (const key of await client.keys(keys.bucket('*'))) {
    const fullAt = Number(await client.get(key)) - ms;
    await client.set(key, fullAt, 'PX', Math.max(1, (await client.pttl(key)) - ms));
  }
  // In line the newest come first: to be older is to stand further back.
  for (const [pattern, by] of [
    [keys.line('*'), ms],
    [keys.turns('*'), -ms],
  ] as const) {
    for (const key of await client.keys(pattern)) {
      for (const id of await client.zrange(key, 0, '-1')) await client.zincrby(key, by, id);
    }
  }
}

/** The ids of events that were accepted and taken. */
export async function taken(
  store: Subject,
  ...names: readonly string[]
): Promise<readonly string[]> {
  for (const name of names) {
    await store.inbox.accept({ messageId: name, event: arrivalOf(name) });
  }
  return (await store.events.take({ max: 100, waitMs: 1 })).map(({ id }) => id);
}

/** The dead letters that are kept now, oldest first. */
export async function lettersIn({ deadLetters }: Subject): Promise<readonly KeptLetter[]> {
  const letters: KeptLetter[] = [];
  for await (const letter of deadLetters.list()) letters.push(letter);
  return letters;
}
