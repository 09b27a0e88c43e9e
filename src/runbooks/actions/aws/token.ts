import { createHash } from 'node:crypto';

/**
 * A run's key as a UUID, for services that know a repetition by one: of one key always the same.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
export function tokenOf(key: string): string {
  const digits = createHash('sha256').update(key).digest('hex');
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ];
  return parts.join('-');
}
