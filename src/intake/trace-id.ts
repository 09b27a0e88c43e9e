import { randomUUID } from 'node:crypto';

/**
 * A new trace id: 32 hexadecimal digits, as in W3C Trace Context. Drawn as a UUID, because those come
 * from a pool of random bytes that Node keeps.
 */
export function newTraceId(): string {
  return randomUUID().replaceAll('-', '');
}
