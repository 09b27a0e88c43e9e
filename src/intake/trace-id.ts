import { randomBytes } from 'node:crypto';

/** A new trace id: 32 hexadecimal digits, as in W3C Trace Context. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}
