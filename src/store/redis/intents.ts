import type { Redis } from 'ioredis';
import type { IntentEvent } from '../../rules/event.ts';
import type { Keys } from './keys.ts';

/** Puts what somebody asks for into the inbox. @returns the entry's id */
export async function appendIntent(redis: Redis, keys: Keys, event: IntentEvent): Promise<string> {
  const entry = await redis.xadd(keys.inbox, '*', 'event', JSON.stringify(event));
  if (entry === null) throw new Error('Redis took the event and gave it no id');
  return entry;
}

/** Whether an engine has committed what an entry of the inbox asked for: then it is used up. */
export async function isCommitted(redis: Redis, keys: Keys, entry: string): Promise<boolean> {
  return (await redis.xrange(keys.inbox, entry, entry)).length === 0;
}
