import type { Redis } from 'ioredis';
import type { Config } from '../config/load.ts';
import type { Policy } from '../rules/policy.ts';
import { durabilityWarnings } from '../store/redis/durability.ts';
import { toldThrough } from '../store/redis/told-through.ts';
import { KEYS } from './wiring.ts';

/** What people may not have meant when they started the bot like this: a line each. */
export async function* startWarnings(
  config: Config,
  policy: Policy,
  redis: Redis,
): AsyncGenerator<string> {
  yield* await durabilityWarnings(redis);
  yield* settingsWarnings(config);
  for (const [id, groups] of await toldThrough(redis, KEYS)) {
    if (policy.integrationsById.has(id)) continue;
    const count = groups === 1 ? '1 group was' : `${groups} groups were`;
    yield `${count} told through ${id}, which no receiver has any more: the end can not be told there; write it into the config again until it is`;
  }
}

/** What a config leaves out, and people may not have meant to: a line each. */
export function* settingsWarnings(config: Config): Generator<string> {
  yield* slackWarnings(config);
  yield* pagerDutyWarnings(config);
  yield* onCallWarnings(config);
}

/** What a config of Slack was perhaps not meant to leave out. */
function* slackWarnings({ slack, receivers }: Config): Generator<string> {
  const leading = receivers.filter((one) => one.slack.length > 0).map(({ name }) => name);
  if (slack.bot_token === '') {
    if (leading.length === 0) return;
    yield `slack.bot_token is not set: what ${leading.join(', ')} would post is only written to the log`;
    return;
  }
  // In HTTP mode it is the signing secret, and the config's reader has said so.
  if (slack.mode === 'socket' && slack.app_token === '') {
    yield 'slack.app_token is not set: commands and buttons are not answered';
  }
}

/** A token of the whole account writes in nobody's name. */
function* pagerDutyWarnings({ pagerduty }: Config): Generator<string> {
  const { api_token: token, from } = pagerduty;
  if (token === '' || from !== '') return;
  yield 'pagerduty.from is not set: no notes are written in PagerDuty, and what is given back here stays acknowledged there';
}

/** A schedule that nobody may read. */
function* onCallWarnings({ pagerduty, oncall }: Config): Generator<string> {
  const kept = oncall.filter((one) => one.pagerduty !== undefined).map(({ name }) => name);
  if (kept.length === 0 || pagerduty.api_token !== '') return;
  yield `pagerduty.api_token is not set: PagerDuty can not be asked who is on call for ${kept.join(', ')}`;
}
