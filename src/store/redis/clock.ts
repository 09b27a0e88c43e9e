import type { Redis } from 'ioredis';
import type { Clock } from '../../engine/ports/clock.ts';
import { toMilliseconds } from './record.ts';

/** How far this process's clock may have run away by the next look is far under a millisecond. */
const LOOK_EVERY = 10_000;
/** Of so many looks at the start the quickest is believed. */
const FIRST_LOOKS = 3;

export interface RedisClock extends Clock {
  stop(): void;
}

/**
 * Redis's clock without a round trip for each look: this process's own, which only runs forward,
 * set by Redis's TIME now and then. Off by at most half of the round trip of the last look.
 */
export async function startRedisClock(redis: Pick<Redis, 'time'>): Promise<RedisClock> {
  let { offset, trip } = await look(redis);
  for (let count = 1; count < FIRST_LOOKS; count += 1) {
    const next = await look(redis);
    if (next.trip < trip) ({ offset, trip } = next);
  }
  const timer = setInterval(() => {
    // Without Redis nothing is accepted anyway: the last known offset does.
    look(redis).then(
      (next) => (offset = next.offset),
      () => {},
    );
  }, LOOK_EVERY).unref();
  return {
    now: () => Math.floor(performance.now() + offset),
    stop: () => clearInterval(timer),
  };
}

async function look(redis: Pick<Redis, 'time'>): Promise<{ offset: number; trip: number }> {
  const asked = performance.now();
  const time = toMilliseconds(await redis.time());
  const answered = performance.now();
  return { offset: time - (asked + answered) / 2, trip: answered - asked };
}
