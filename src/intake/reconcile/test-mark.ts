import type { Alarm } from '../alarm/alarm.ts';

/** What the reason of a state that `tocsin test-alarm` sets begins with. */
export const TEST_MARK = 'tocsin test-alarm';

/**
 * Whether a test set the alarm's state. It is to show that notifications come through, so only a
 * notification may bring it.
 */
export function isTest({ reason }: Pick<Alarm, 'reason'>): boolean {
  return reason?.startsWith(TEST_MARK) === true;
}
