import { SEVERITIES, type Severity } from '../alert/severity.ts';
import type { Effect } from '../engine/ports/delivery-store.ts';

/** Deliveries to one integration at once in one process. */
const AT_ONCE = 64;
/** When none of them has come to an end for so long, the service hangs; in milliseconds. */
const PATIENCE = 1_000;

/** The deliveries of one integration, the worst first. */
export interface DeliveryLine {
  /** Takes one on; false while the service hangs and there is no room. */
  take(effect: Effect): boolean;
  /** Leaves those that wait. */
  giveUp(): void;
  /** Leaves those that wait, and finishes those under way. */
  close(): Promise<void>;
}

/**
 * @param attempt never rejects
 * @param leave has those that wait done elsewhere
 */
export function createDeliveryLine(
  attempt: (effect: Effect) => Promise<void>,
  leave: (effects: readonly Effect[]) => void,
): DeliveryLine {
  const underWay = new Set<Promise<void>>();
  const waiting = new Map<Severity, Effect[]>();
  let hangs = false;
  let patience: NodeJS.Timeout | undefined;

  function next(): Effect | undefined {
    for (const severity of SEVERITIES) {
      const effect = waiting.get(severity)?.shift();
      if (effect !== undefined) return effect;
    }
    return undefined;
  }

  function goOn(): void {
    while (underWay.size < AT_ONCE) {
      const effect = next();
      if (effect === undefined) return;
      const done: Promise<void> = attempt(effect).then(() => {
        underWay.delete(done);
        hangs = false;
        clearTimeout(patience);
        patience = undefined;
        goOn();
      });
      underWay.add(done);
    }
    patience ??= setTimeout(() => {
      hangs = true;
      giveUp();
    }, PATIENCE);
  }

  function giveUp(): void {
    clearTimeout(patience);
    patience = undefined;
    const all = SEVERITIES.flatMap((severity) => waiting.get(severity) ?? []);
    waiting.clear();
    if (all.length > 0) leave(all);
  }

  return {
    take(effect) {
      if (hangs && underWay.size >= AT_ONCE) return false;
      const same = waiting.get(effect.severity) ?? [];
      waiting.set(effect.severity, same);
      same.push(effect);
      goOn();
      return true;
    },

    giveUp,

    async close() {
      giveUp();
      await Promise.all(underWay);
    },
  };
}
