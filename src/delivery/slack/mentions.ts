import { schedulesIn, withSchedules } from '../../alert/on-call-mention.ts';
import type { FindOnDuty } from './on-duty.ts';
import { escape } from './mrkdwn.ts';

/** What a mention calls at a time (epoch milliseconds), in mrkdwn. */
export type Mentions = (mention: string, at: number) => Promise<string>;

/**
 * Mentions of whoever is on call, as Slack has them. Where that is nobody, or nobody that Slack knows, it
 * says so in words: no alert waits for it.
 */
export function createMentions(find: FindOnDuty): Mentions {
  return async (mention, at) => {
    const schedules = [...new Set(schedulesIn(mention))];
    const words = new Map(
      await Promise.all(
        schedules.map(async (schedule) => {
          const found = await find(schedule, at);
          const text =
            found.outcome === 'found'
              ? `<@${escape(found.user)}>`
              : `(on call for ${escape(schedule)}: nobody to mention)`;
          return [schedule, text] as const;
        }),
      ),
    );
    return withSchedules(mention, (schedule) => words.get(schedule) ?? schedule);
  };
}
