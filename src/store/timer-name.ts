import type { Timer } from '../engine/ports/event-store.ts';

/** No group's key begins like this: there is no colon in any. */
const ALERT = 'alert:';

/** What a timer is called among all timers. */
export function timerName(timer: Timer): string {
  return 'group' in timer ? timer.group : alertTimerName(timer.alert);
}

export function alertTimerName(fingerprint: string): string {
  return `${ALERT}${fingerprint}`;
}

export function toTimer(name: string, due: number): Timer {
  return name.startsWith(ALERT) ? { alert: name.slice(ALERT.length), due } : { group: name, due };
}
