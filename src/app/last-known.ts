import { Mistake } from '../config/mistake.ts';
import type { Duty, KnownDuties, OnCall } from '../engine/ports/on-call.ts';

/** What is about a moment so close to now is about now, and is kept so often; in milliseconds. */
const NOW = 60_000;
/** Who can't say is not asked again for so long, in milliseconds: whoever asks waits for it. */
const SPARED = 10_000;

/** The same, but where nobody can say who is on call now it is said who was when that was last known. */
export function withLastKnown(
  onCall: OnCall,
  {
    known,
    now,
    onUnknown,
  }: {
    readonly known: KnownDuties;
    readonly now: () => number;
    readonly onUnknown: (error: unknown, schedule: string) => void;
  },
): OnCall {
  const keptAt = new Map<string, number>();
  const failedAt = new Map<string, number>();

  async function nowOn(schedule: string, at: number): Promise<readonly Duty[]> {
    const isSpared = now() - (failedAt.get(schedule) ?? 0) < SPARED;
    if (isSpared) {
      const last = await lastOn(schedule);
      if (last !== undefined) return last;
    }
    try {
      const duties = await onCall.who({ at, schedule });
      if (at - (keptAt.get(schedule) ?? 0) >= NOW) {
        await known.keep(schedule, { at, duties });
        keptAt.set(schedule, at);
      }
      return duties;
    } catch (error) {
      const last = error instanceof Mistake ? undefined : await lastOn(schedule);
      if (last === undefined) throw error;
      failedAt.set(schedule, now());
      onUnknown(error, schedule);
      return last;
    }
  }

  async function lastOn(schedule: string): Promise<readonly Duty[] | undefined> {
    const last = await known.last(schedule);
    return last?.duties.map((duty) => ({ ...duty, asOf: last.at }));
  }

  return {
    schedules: onCall.schedules,
    async who(question) {
      const { at, schedule } = question;
      if (Math.abs(at - now()) >= NOW) return onCall.who(question);
      const meant = schedule === undefined ? onCall.schedules : [schedule];
      return (await Promise.all(meant.map((one) => nowOn(one, at)))).flat();
    },
  };
}
