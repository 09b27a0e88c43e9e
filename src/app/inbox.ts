import type { Config } from '../config/load.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import { createRedisInbox } from '../store/redis/inbox.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** A message id is remembered at least this long, in milliseconds. */
const REMEMBER_AT_LEAST = 24 * 60 * 60 * 1000;

/** The inbox that every way in appends to. */
export function createInbox({ redis, config }: Wiring): Inbox {
  return createRedisInbox(redis, KEYS, rememberMs(config));
}

/** How long a message id is remembered, in milliseconds: longer than any message may be old. */
export function rememberMs({ intake }: Config): number {
  return Math.max(REMEMBER_AT_LEAST, 2 * intake.sns.max_age);
}
