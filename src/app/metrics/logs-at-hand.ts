import type { Config } from '../../config/load.ts';
import { logSourceOf } from '../../config/log-checks.ts';
import type { RateLimiter } from '../../engine/ports/delivery-store.ts';
import { accountFromArns } from '../../intake/aws/region.ts';
import type { LogsAsked } from '../../metrics/logs/ask.ts';
import type { LogsAtHand } from '../../metrics/logs/at-hand.ts';
import { runInsights } from '../../metrics/logs/insights.ts';
import type { LogOutcome } from '../../metrics/logs/outcome.ts';
import type { LogsPlace, Watcher } from '../../metrics/logs/place.ts';
import type { SavedQuery } from '../../metrics/logs/saved-query.ts';
import { createTurns } from '../../metrics/sources/cloudwatch/turns.ts';
import { createLogsClient } from './cloudwatch-client.ts';

/** Somebody waits for the answer: two more attempts are over within seconds. */
const ATTEMPTS = 3;
const CALL_TIMEOUT = 30_000;
/** Of each of its operations CloudWatch Logs takes at least so many calls of an account and region. */
const CALLS_A_SECOND = 5;
const PAUSE = { first: 300, longest: 3_000 };

export interface LogsParts {
  readonly limiter: RateLimiter;
  /** Told how many bytes a query has scanned: they cost $0.005 a GB. */
  readonly onScanned: (source: string, bytes: number) => void;
  /** Given every search that is begun: who ends before it is over leaves a query that scans on. */
  readonly onSearch?: (search: Promise<unknown>) => void;
}

/** The logs that people can search, by the config. */
export function logsAtHand(config: Config, parts: LogsParts): LogsAtHand {
  const places = placesOf(config, parts);
  const { log_groups: logGroups = [], range, max_bytes: maxBytes } = config.logs;
  const usual = logSourceOf(undefined, config)?.name;
  return {
    saved: savedQueries(config),
    ...(usual !== undefined && { free: { source: usual, logGroups, range, maxBytes } }),
    run(asked, watcher) {
      const place = places.get(asked.source);
      if (place === undefined) throw new Error(`there is no source ${asked.source}`);
      const search = searched(place, asked, watcher, parts);
      parts.onSearch?.(search);
      return search;
    },
  };
}

async function searched(
  place: LogsPlace,
  asked: LogsAsked,
  watcher: Watcher,
  { onScanned }: LogsParts,
): Promise<LogOutcome> {
  let bytes = 0;
  try {
    const outcome = await runInsights(place, asked, {
      ...watcher,
      onScanned(scan) {
        ({ bytes } = scan);
        watcher.onScanned(scan);
      },
    });
    bytes = outcome.scan?.bytes ?? bytes;
    return outcome;
  } finally {
    onScanned(asked.source, bytes);
  }
}

function placesOf({ metrics }: Config, { limiter }: LogsParts): ReadonlyMap<string, LogsPlace> {
  return new Map(
    metrics.sources.flatMap((source): [string, LogsPlace][] => {
      if (source.kind !== 'cloudwatch') return [];
      const { name, region, role_arn } = source;
      const account = accountFromArns(role_arn) ?? 'own';
      const turns = createTurns(limiter, `logs:${account}:${region}`, CALLS_A_SECOND);
      const client = createLogsClient(source, ATTEMPTS);
      return [[name, { client, region, turns, timeoutMs: CALL_TIMEOUT, pause: PAUSE }]];
    }),
  );
}

function savedQueries(config: Config): ReadonlyMap<string, SavedQuery> {
  const { logs } = config;
  return new Map(
    Object.entries(logs.queries).map(([name, written]) => {
      const source = logSourceOf(written.source, config)?.name;
      if (source === undefined) throw new Error(`the query ${name} has no source`);
      const { description, template, parameters } = written;
      const query: SavedQuery = {
        name,
        description,
        source,
        logGroups: written.log_groups ?? logs.log_groups ?? [],
        template,
        parameters,
        range: written.range ?? logs.range,
        maxBytes: written.max_bytes ?? logs.max_bytes,
      };
      return [name, query];
    }),
  );
}
