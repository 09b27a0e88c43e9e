import type { Redis } from 'ioredis';
import type { Alert } from '../../alert/alert.ts';
import type { Keys } from './keys.ts';
import { decode } from './record.ts';

/**
 * Characters of the texts of alerts that are kept here as they were last read: some ten thousands as
 * CloudWatch's are, hundreds where somebody posts as long ones as are taken.
 */
const KEPT = 90_000_000;

interface Kept {
  readonly text: string;
  readonly alert: Alert;
}

/**
 * Reads alerts by their fingerprints; what is unknown is left out. A group is told again and again while
 * most of its alerts stay as they were: those are not parsed again. (Not to send them either, by their
 * versions, costs Redis more in a script than it saves here.)
 *
 * @param most characters of their texts that are kept
 */
export function createAlertReader(
  redis: Redis,
  keys: Keys,
  most = KEPT,
): (fingerprints: readonly string[]) => Promise<ReadonlyMap<string, Alert>> {
  const kept = new Map<string, Kept>();
  let size = 0;

  function parsed(fingerprint: string, text: string): Alert | undefined {
    const known = forget(fingerprint);
    const alert = known?.text === text ? known.alert : decode<Alert>(text).value;
    if (alert === undefined) return undefined;
    kept.set(fingerprint, { text, alert });
    size += text.length;
    while (size > most) {
      const [oldest = ''] = kept.keys();
      forget(oldest);
    }
    return alert;
  }

  function forget(fingerprint: string): Kept | undefined {
    const known = kept.get(fingerprint);
    if (known === undefined) return undefined;
    kept.delete(fingerprint);
    size -= known.text.length;
    return known;
  }

  return async (fingerprints) => {
    const texts = await redis.mget(fingerprints.map(keys.alert));
    const found = new Map<string, Alert>();
    for (const [index, fingerprint] of fingerprints.entries()) {
      const text = texts[index] ?? undefined;
      const alert = text === undefined ? undefined : parsed(fingerprint, text);
      if (alert !== undefined) found.set(fingerprint, alert);
    }
    return found;
  };
}
