import { readFileSync } from 'node:fs';
import type { Config } from '../config/load.ts';
import type { Adapter } from '../delivery/adapter.ts';
import type { Place } from '../delivery/pagerduty/call.ts';
import { createEventsApi, type EventsApi } from '../delivery/pagerduty/events-api.ts';
import { alertKeysOf } from '../delivery/pagerduty/incident.ts';
import { createRestApi, type RestApi } from '../delivery/pagerduty/rest-api.ts';
import { createPagerDutyAdapter } from '../delivery/pagerduty/send.ts';
import type { RateLimiter } from '../engine/ports/delivery-store.ts';
import type { PagerDutyIncidents } from '../engine/ports/pagerduty-incidents.ts';

/** What the way to PagerDuty is made of. */
export interface PagerDutyParts {
  readonly config: Config;
  readonly limiter: RateLimiter;
  readonly pagerDutyIncidents: PagerDutyIncidents;
  /** Told of what did not work there and holds nothing up. */
  readonly onTrouble: (group: string, why: string) => void;
}

/** An adapter for one routing key. @throws when the file of the certificate authority can't be read */
export function createPagerDuty(
  routingKey: string,
  repage: boolean,
  { config, limiter, pagerDutyIncidents, onTrouble }: PagerDutyParts,
): Adapter {
  const events = eventsApi(routingKey, config, limiter);
  const rest = mayChange(config) ? restApi(config, limiter) : undefined;
  return createPagerDutyAdapter({
    routingKey,
    repage,
    events,
    pagerDutyIncidents,
    onTrouble,
    ...(rest !== undefined && { rest }),
  });
}

/** The Events API for one routing key. */
export function eventsApi(routingKey: string, config: Config, limiter: RateLimiter): EventsApi {
  return createEventsApi(limiter, routingKey, placeAt(config.pagerduty.events_url, config));
}

/** The REST API, where the config has a token for it; to read, unless it also says in whose name to write. */
export function restApi(
  config: Config,
  limiter: RateLimiter,
  timeoutMs?: number,
): RestApi | undefined {
  const { api_token: token, from, api_url } = config.pagerduty;
  if (token === '') return undefined;
  const place = { ...placeAt(api_url, config), ...(timeoutMs !== undefined && { timeoutMs }) };
  return createRestApi(limiter, { token, from, ...place });
}

/** How long whoever sends a webhook is kept waiting for an answer, in milliseconds: PagerDuty waits for five. */
const WHILE_IT_WAITS = 3_000;

/** Asks PagerDuty for the keys of an incident's alerts, where the config has a token for that. */
export function pagerDutyKeys(
  config: Config,
  limiter: RateLimiter,
): ((incidentId: string) => Promise<readonly string[] | undefined>) | undefined {
  const rest = restApi(config, limiter, WHILE_IT_WAITS);
  return rest && ((id) => alertKeysOf(rest, id));
}

/** Whether notes are written and incidents given back: in somebody's name. */
function mayChange({ pagerduty: { from } }: Config): boolean {
  return from !== '';
}

function placeAt(address: string, { pagerduty: { ca_file: file } }: Config): Place {
  const ca = file === undefined ? {} : { ca: readFileSync(file, 'utf8') };
  return { server: new URL(address).host, ...ca };
}
