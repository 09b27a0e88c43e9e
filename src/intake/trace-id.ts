import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;

/** Random bytes for the next ids: drawn many at a time, for each draw costs as much as all else. */
const pool = Buffer.alloc(256 * ID_BYTES);
let used = pool.length;

/** A new trace id: 32 hexadecimal digits, as in W3C Trace Context. */
export function newTraceId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.toString('hex', used - ID_BYTES, used);
}
