import type { Redis } from 'ioredis';
import { z } from 'zod';

const flatSchema = z.array(z.string());

/**
 * The fields of a hash, each JSON, written by us alone and so trusted. Asked for by `call`, for `hgetall`
 * makes an object of them first, of which every field's name is new to the engine: that costs more than
 * the rest.
 */
export async function readHash<T>(redis: Redis, key: string): Promise<ReadonlyMap<string, T>> {
  const flat = flatSchema.parse(await redis.call('HGETALL', key));
  const fields = new Map<string, T>();
  for (let index = 0; index + 1 < flat.length; index += 2) {
    fields.set(flat[index] ?? '', JSON.parse(flat[index + 1] ?? ''));
  }
  return fields;
}
