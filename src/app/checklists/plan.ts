import type { Config } from '../../config/load.ts';
import { COUNTED_FROM } from '../../config/every.ts';
import type { ChecklistConfig } from '../../config/schema/checklists.ts';
import { compileStarts } from '../../config/starts.ts';
import type { Plan } from '../../runbooks/checklists/begin.ts';
import type { Starts } from '../../rules/recurrence.ts';

const HOUR = 3_600_000;
/** What nobody posts on schedule is closed after this. */
const A_DAY = 24 * HOUR;
/** What could not be posted for so much of its time, or a day, because no bot was there, is left out. */
const LATE = 1 / 3;

/** A checklist that is to be posted now. */
export interface Due {
  readonly settings: ChecklistConfig;
  readonly plan: Plan;
}

/** When checklists are due, by a config. Times are epoch milliseconds. */
export interface Plans {
  /** Those that were due last, unless that is too long ago. */
  readonly due: (now: number) => readonly Due[];
  /** One that somebody wants now, whether or not it is on schedule. */
  readonly wanted: (name: string, now: number) => Plan;
}

export function checklistPlans({
  checklists,
  report,
}: Pick<Config, 'checklists' | 'report'>): Plans {
  const zone = report?.timezone ?? 'UTC';
  const known = checklists.map((settings) => ({ settings, starts: startsOf(settings, zone) }));

  return {
    due: (now) =>
      known.flatMap(({ settings, starts }): Due[] => {
        const dueAt = starts(now).latest;
        if (dueAt === undefined) return [];
        const { next = dueAt + A_DAY } = starts(dueAt);
        if (now - dueAt > Math.min((next - dueAt) * LATE, A_DAY)) return [];
        const plan = planOf(settings, { dueAt, now, next });
        return plan.closesAt <= now ? [] : [{ settings, plan }];
      }),
    wanted(name, now) {
      const found = known.find(({ settings }) => settings.name === name);
      if (found === undefined) return { dueAt: now, closesAt: now + A_DAY, assign: '' };
      const { next = now + A_DAY } = found.starts(now);
      return planOf(found.settings, { dueAt: now, now, next });
    },
  };
}

function startsOf({ every, at, timezone }: ChecklistConfig, zone: string): Starts {
  const clock = new Date(at * 60_000).toISOString().slice(11, 16);
  const start = `${COUNTED_FROM}T${clock}`;
  return compileStarts({ start, timezone: timezone ?? zone, repeat: every });
}

interface Times {
  readonly dueAt: number;
  readonly now: number;
  /** When the next is due. */
  readonly next: number;
}

/** Who has a checklist that comes late has as long until they are reminded. */
function planOf(
  { assign, remind_after: remindAfter, close_after: closeAfter }: ChecklistConfig,
  { dueAt, now, next }: Times,
): Plan {
  const closesAt = Math.min(next, dueAt + (closeAfter ?? Number.POSITIVE_INFINITY));
  const remindAt = now + remindAfter;
  const isReminded = remindAfter > 0 && remindAt < closesAt;
  return { dueAt, closesAt, assign, ...(isReminded && { remindAt }) };
}
