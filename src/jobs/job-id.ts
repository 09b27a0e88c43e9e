import { hash } from 'node:crypto';

/** A job's id, the same for the same name: ids may hold no colons and be no numbers. */
export function jobId(kind: string, name: string): string {
  return `${kind}${hash('sha256', name, 'hex').slice(0, 32)}`;
}
