import type { Alert } from '../../alert/alert.ts';
import type { Versioned } from '../../engine/ports/event-store.ts';
import { createKept } from './kept.ts';
import { decode } from './record.ts';

/**
 * Alerts as they were last read or written by this process. Whoever needs one reads its text all the same,
 * for others may have written it; what is still as it was is not parsed again. (Not to send the texts, by
 * their versions, costs Redis more in a script than it saves here.)
 */
export interface KnownAlerts {
  /** The alert that a text is of. */
  readonly read: (fingerprint: string, text: string | null | undefined) => Versioned<Alert>;
  /** It was written so. */
  readonly wrote: (fingerprint: string, text: string, alert: Versioned<Alert>) => void;
}

/** @param most characters of their texts that are kept */
export function createKnownAlerts(most: number): KnownAlerts {
  const kept = createKept<{ size: number; text: string; alert: Versioned<Alert> }>(most);

  function wrote(fingerprint: string, text: string, alert: Versioned<Alert>): void {
    kept.set(fingerprint, { size: text.length, text, alert });
  }

  return {
    read(fingerprint, text) {
      if (text === null || text === undefined) return decode(text);
      const known = kept.get(fingerprint);
      if (known?.text === text) return known.alert;
      const alert = decode<Alert>(text);
      wrote(fingerprint, text, alert);
      return alert;
    },
    wrote,
  };
}
