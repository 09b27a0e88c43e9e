import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Alert } from '../../alert/alert.ts';
import type { Versioned } from '../../engine/ports/event-store.ts';
import type { Keys } from './keys.ts';
import { decode } from './record.ts';
import { script } from './script.ts';

/** Alerts that are kept here as they were last read, two kilobytes or so each. */
const KEPT = 30_000;

/** For each alert and the version of it that is known: an empty text where it still has that version. */
const readNewer = script(`
  local results = {}
  for n, key in ipairs(KEYS) do
    local known = ARGV[n] .. '|'
    local isKnown = redis.call('GETRANGE', key, 0, #known - 1) == known
    results[n] = isKnown and '' or redis.call('GET', key)
  end
  return results
`);

const textsSchema = z.array(z.string().nullable());

/**
 * Reads alerts by their fingerprints; what is unknown is left out. A group is told again and again while
 * most of its alerts stay as they were: those are neither sent nor parsed again.
 */
export function createAlertReader(
  redis: Redis,
  keys: Keys,
): (fingerprints: readonly string[]) => Promise<ReadonlyMap<string, Alert>> {
  const kept = new Map<string, Versioned<Alert>>();
  // Another server may have lost what this one read, and given its version to something else since.
  redis.on('ready', () => kept.clear());

  function keep(fingerprint: string, one: Versioned<Alert>): void {
    kept.delete(fingerprint);
    kept.set(fingerprint, one);
    if (kept.size <= KEPT) return;
    const [oldest = ''] = kept.keys();
    kept.delete(oldest);
  }

  return async (fingerprints) => {
    const known = fingerprints.map((one) => kept.get(one));
    const versions = known.map((one) => one?.version ?? 0);
    const answer = await readNewer(redis, fingerprints.map(keys.alert), versions);
    const found = new Map<string, Alert>();
    for (const [index, text] of textsSchema.parse(answer).entries()) {
      const fingerprint = fingerprints[index] ?? '';
      const now = text === '' ? known[index] : decode<Alert>(text);
      if (now?.value === undefined) continue;
      keep(fingerprint, now);
      found.set(fingerprint, now.value);
    }
    return found;
  };
}
