import type { Redis } from 'ioredis';
import type { Alert } from '../../alert/alert.ts';
import type { Keys } from './keys.ts';
import { decode } from './record.ts';

/** Alerts that are kept here as they were last read, three kilobytes or so each. */
const KEPT = 30_000;

/**
 * Reads alerts by their fingerprints; what is unknown is left out. A group is told again and again while
 * most of its alerts stay as they were: those are not parsed again. (Not to send them either, by their
 * versions, costs Redis more in a script than it saves here.)
 */
export function createAlertReader(
  redis: Redis,
  keys: Keys,
): (fingerprints: readonly string[]) => Promise<ReadonlyMap<string, Alert>> {
  const kept = new Map<string, { readonly text: string; readonly alert: Alert }>();

  function parsed(fingerprint: string, text: string): Alert | undefined {
    const known = kept.get(fingerprint);
    kept.delete(fingerprint);
    const alert = known?.text === text ? known.alert : decode<Alert>(text).value;
    if (alert === undefined) return undefined;
    kept.set(fingerprint, { text, alert });
    if (kept.size > KEPT) {
      const [oldest = ''] = kept.keys();
      kept.delete(oldest);
    }
    return alert;
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
