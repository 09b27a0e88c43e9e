import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { IntentEvent } from '../../rules/event.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** So long it is known that something was asked for already, in milliseconds. */
const REMEMBERED = 60 * 60 * 1000;

const append = script(`
  local known = redis.call('GET', KEYS[2])
  if known then return known end
  local entry = redis.call('XADD', KEYS[1], '*', 'event', ARGV[1])
  redis.call('SET', KEYS[2], entry, 'PX', ${REMEMBERED})
  return entry
`);

/**
 * Puts what somebody asks for into the inbox.
 *
 * @param id the same for the same wish: it is put in once
 * @returns the entry's id
 */
export async function appendIntent(
  redis: Redis,
  keys: Keys,
  event: IntentEvent,
  id?: string,
): Promise<string> {
  const text = JSON.stringify(event);
  const entry =
    id === undefined
      ? await redis.xadd(keys.inbox, '*', 'event', text)
      : await append(redis, [keys.inbox, keys.intent(id)], [text]);
  return z.string().parse(entry);
}

/** Whether an engine has committed what an entry of the inbox asked for: then it is used up. */
export async function isCommitted(redis: Redis, keys: Keys, entry: string): Promise<boolean> {
  return (await redis.xrange(keys.inbox, entry, entry)).length === 0;
}
