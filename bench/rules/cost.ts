import type { Redis } from 'ioredis';

/** What some work took: processor time of this process and of Redis, and time that passed; microseconds. */
export interface Cost {
  readonly engine: number;
  readonly redis: number;
  readonly wall: number;
}

export async function costOf(redis: Redis, work: () => Promise<void>): Promise<Cost> {
  const [redisBefore, before, begun] = [await cpuOf(redis), process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - begun) * 1_000;
  return { engine: user + system, redis: (await cpuOf(redis)) - redisBefore, wall };
}

/** The processor time that Redis has used so far, in microseconds. */
export async function cpuOf(redis: Redis): Promise<number> {
  const text = await redis.info('cpu');
  const seconds = ['used_cpu_sys', 'used_cpu_user'].map((name) =>
    Number(new RegExp(`^${name}:(.*)$`, 'mu').exec(text)?.[1]),
  );
  return 1e6 * seconds.reduce((sum, value) => sum + value, 0);
}

/** The memory that Redis uses for what it holds, in bytes. */
export async function memoryOf(redis: Redis): Promise<number> {
  return Number(/^used_memory:(.*)$/mu.exec(await redis.info('memory'))?.[1]);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that so large a share of all is not above. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
