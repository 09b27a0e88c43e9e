import type { Redis } from 'ioredis';
import { script } from './script.ts';

/** A consumer that did nothing for so long belongs to a process that is gone, or has little to do. */
const IDLE_FOR = 60 * 60 * 1000;

/**
 * In one step: a consumer that takes an entry meanwhile keeps it. One that left entries unfinished
 * stays until they are taken over: with it they would be forgotten too. One that lives after all is
 * made anew when it reads.
 */
const dismiss = script(`
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
    local about = {}
    for i = 1, #consumer, 2 do about[consumer[i]] = consumer[i + 1] end
    if about.pending == 0 and about.idle >= tonumber(ARGV[2]) then
      redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], about.name)
    end
  end
`);

/** Forgets a stream's consumers that have long done nothing: each process that ever ran left one. */
export async function dismissConsumers(
  redis: Redis,
  stream: string,
  group: string,
  idleFor = IDLE_FOR,
): Promise<void> {
  await dismiss(redis, [stream], [group, idleFor]);
}
