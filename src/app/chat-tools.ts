import type { WebClient } from '@slack/web-api';
import { explain } from '../asking/explanation.ts';
import { plannedMaintenance } from '../asking/planned-maintenance.ts';
import type { Config } from '../config/load.ts';
import { createSlackUsers } from '../delivery/slack/users.ts';
import { askerOf } from '../handlers/access/access.ts';
import type { People } from '../handlers/access/people.ts';
import type { Tools } from '../handlers/handling.ts';
import type { ChartRenderer } from '../metrics/charts/renderer.ts';
import { callsAhead } from '../rules/calls-ahead.ts';
import type { Policy } from '../rules/policy.ts';
import { createRedisKnownAlarms } from '../store/redis/known-alarms.ts';
import { createRedisKnownDuties } from '../store/redis/known-duties.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { readStats } from '../store/redis/stats.ts';
import { createBot } from './bot.ts';
import { checklistsInReport } from './checklists/checklists-in-report.ts';
import { createChatDuties } from './duties.ts';
import { startFiguresAtHand } from './figures-at-hand.ts';
import { createGroupFacts } from './group-facts.ts';
import { pictureIn } from './metrics/chat-graphs.ts';
import { patientHistory } from './patient-history.ts';
import { bulletinOf, reportOf, reportSources } from './report.ts';
import { startUndertakings } from './undertakings.ts';
import { KEYS, type Wiring } from './wiring.ts';

interface Parts {
  readonly slack: WebClient;
  readonly renderer: Pick<ChartRenderer, 'render'>;
  readonly people: People;
  /** Told that Slack does not say who somebody is. */
  readonly onUnknown: (error: unknown, what: string) => void;
}

export interface ChatTools {
  /** What handlers work with, by a config. */
  of(config: Config, policy: Policy): Omit<Tools, 'jobs'>;
  close(): Promise<void>;
}

/** What the chat's handlers work with. */
export function startChatTools(
  wiring: Wiring,
  { slack, renderer, people, onUnknown }: Parts,
): ChatTools {
  const { redis, clock, library, log, version } = wiring;
  const figures = startFiguresAtHand(wiring);
  const undertakings = startUndertakings(wiring);
  const facts = createGroupFacts(redis);
  const kept = reportSources(redis);
  const reported = { ...kept, history: patientHistory(kept.history) };
  const limiter = createRedisRateLimiter(redis, KEYS);
  const users = createSlackUsers(slack, limiter, clock.now);
  const duties = {
    knownDuties: createRedisKnownDuties(redis, KEYS),
    limiter,
    now: clock.now,
    onUnknown: (error: unknown, schedule: string) =>
      log
        .named('chat')
        .warn({ schedule, error }, 'nobody can say who is on call: it is said who last was'),
  };
  const known = createRedisKnownAlarms(redis, KEYS);
  const always = {
    version,
    slack,
    bot: createBot(redis, clock),
    stats: () => readStats(redis, KEYS),
    alerts: (fingerprints: readonly string[]) => known.alerts(fingerprints),
    picture: pictureIn(slack, renderer),
    runbooks: library,
  };
  return {
    of(config, policy) {
      const onCall = createChatDuties(config, duties, users);
      return {
        ...always,
        ...figures.of(config),
        ...undertakings.of(config),
        ...(onCall !== undefined && { onCall }),
        explain: async (group) => explain(group, await facts(group), policy, clock.now()),
        callsAhead: (group) => callsAhead(group, policy),
        maintenance: (now, ahead) => plannedMaintenance(policy.maintenance, now, ahead),
        who: (person) => askerOf(person, config.access, { people, onUnknown }),
        async report(span, job) {
          const until = clock.now();
          const times = { from: until - span, until, zone: config.report?.timezone ?? 'UTC' };
          const { title, parts } = bulletinOf(await reportOf(reported, policy, times, job));
          const checklists = await checklistsInReport(undertakings.checklistRuns, times);
          return { title, parts: [...parts, ...checklists] };
        },
      };
    },
    async close() {
      await Promise.all([figures.close(), undertakings.close()]);
    },
  };
}
