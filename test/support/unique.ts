import { randomBytes } from 'node:crypto';

/** A name that no other test uses and that is no part of another. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}
