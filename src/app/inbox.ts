import type { Config } from '../config/load.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import { createFirstSight } from '../intake/reconcile/first-sight.ts';
import { sourceFor, type Source } from '../intake/reconcile/source.ts';
import { createTaggedInbox } from '../intake/reconcile/tagged-inbox.ts';
import { createRedisInbox } from '../store/redis/inbox.ts';
import { createRedisSeverityTags } from '../store/redis/severity-tags.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** A message id is remembered at least this long, in milliseconds. */
const REMEMBER_AT_LEAST = 24 * 60 * 60 * 1000;

/** Where all signals come in; those of CloudWatch's alarms get the severity of the alarm's tag. */
export function createInbox(
  { config, redis, clock, log, closers }: Wiring,
  sources: readonly Source[],
): Inbox {
  const inbox = createRedisInbox(redis, KEYS, rememberMs(config));
  const key = config.reconcile.severity_tag;
  if (sources.length === 0 || key === '') return inbox;
  const firstSight = createFirstSight({
    clientFor: (place) => sourceFor(sources, place)?.client,
    inbox,
    tags: createRedisSeverityTags(redis, KEYS),
    key,
    now: clock.now,
    onError: (error) => log.named('reconcile').warn({ error }, 'a tag can not be read'),
  });
  closers.push(() => firstSight.stop());
  return createTaggedInbox({
    inbox,
    onUnknown: (...sighting) => firstSight.see(...sighting),
  });
}

/** How long a message id is remembered, in milliseconds: longer than any message may be old. */
export function rememberMs({ intake }: Config): number {
  return Math.max(REMEMBER_AT_LEAST, 2 * intake.sns.max_age);
}
