import { randomUUID } from 'node:crypto';
import type { Config } from '../config/load.ts';
import { findAlarm, testAlarm } from '../intake/reconcile/test-alarm.ts';
import { topicOf } from '../intake/reconcile/source.ts';
import { createRedisAudit } from '../store/redis/audit.ts';
import { createRedisKnownAlarms } from '../store/redis/known-alarms.ts';
import { thisPerson } from './actor.ts';
import { createSources } from './cloudwatch.ts';
import { connectRunning } from './running-redis.ts';
import { KEYS } from './wiring.ts';

export interface TestAlarmRequest {
  readonly config: Config;
  readonly name: string;
  /** Where the alarm is; otherwise it is looked for wherever the bot reads alarms. */
  readonly region?: string;
  /** In milliseconds. */
  readonly timeout: number;
  readonly onStep: (what: string) => void;
}

/**
 * Tests an alarm's way to the bot, by the bot's own store.
 *
 * @returns whether it came through
 * @throws Error in words for people before anything is changed
 */
export async function runTestAlarm(
  { config, name, region, timeout, onStep }: TestAlarmRequest,
  abort: AbortSignal,
): Promise<boolean> {
  const redis = await connectRunning(config);
  try {
    const { source, described } = await findAlarm(name, sourcesFor(config, region), abort);
    const { alarm } = described;
    onStep(`${name} in ${alarm.account} ${source.region} is ${alarm.state}`);
    const topics = new Map(config.intake.sns.topics.map(({ arn, severity }) => [arn, severity]));
    if (topicOf(described, topics) === undefined) {
      onStep('none of its actions is one of intake.sns.topics; something else has to bring it');
    }
    await createRedisAudit(redis, KEYS).append({
      actor: thisPerson(),
      action: 'alarm-tested',
      object: name,
      details: { account: alarm.account ?? '', region: source.region, state: alarm.state },
    });
    const alarms = createRedisKnownAlarms(redis, KEYS);
    const id = randomUUID().slice(0, 8);
    const options = { client: source.client, described, alarms, id, timeout, onStep };
    return await testAlarm(options, abort);
  } finally {
    redis.disconnect();
  }
}

function sourcesFor(config: Config, region: string | undefined) {
  const all = createSources(config);
  if (region === undefined) return all;
  const there = all.filter((source) => source.region === region);
  const sources = [{ region, include: [] }];
  return there.length > 0
    ? there
    : createSources({ ...config, reconcile: { ...config.reconcile, sources } });
}
