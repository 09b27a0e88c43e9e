import type { Redis } from 'ioredis';

/**
 * What is weaker about a Redis than "acknowledged means durable" asks for, in words for people;
 * empty when nothing is. A managed Redis that hides its configuration is asked about, not accused.
 */
export async function durabilityWarnings(redis: Redis): Promise<readonly string[]> {
  let answers: Record<string, string>;
  try {
    answers = Object.fromEntries(
      await Promise.all(
        ['appendonly', 'appendfsync', 'maxmemory-policy'].map(async (name) => {
          const pair: unknown[] = [await redis.config('GET', name)].flat();
          return [name, String(pair[1])] as const;
        }),
      ),
    );
  } catch {
    return [
      'Redis does not show its configuration: see to it that writes are durable before they are acknowledged',
    ];
  }
  const warnings: string[] = [];
  if (answers['appendonly'] !== 'yes') {
    warnings.push(
      'Redis keeps no append-only file: what was acknowledged can be lost; set appendonly yes',
    );
  } else if (answers['appendfsync'] !== 'always') {
    warnings.push(
      `Redis syncs its append-only file ${answers['appendfsync']}: the last second can be lost; set appendfsync always`,
    );
  }
  if (answers['maxmemory-policy'] !== 'noeviction') {
    warnings.push('Redis may evict keys when memory is short; set maxmemory-policy noeviction');
  }
  return warnings;
}
