/** How a mention names whoever is on call: `@oncall:payments`. */
const MENTION = /@oncall:([^\s,;]+)/gu;

/** The schedules that a mention names. */
export function schedulesIn(mention: string): readonly string[] {
  return [...mention.matchAll(MENTION)].map(([, schedule = '']) => schedule);
}

/** The mention with something else in place of each schedule that it names. */
export function withSchedules(mention: string, wordsOf: (schedule: string) => string): string {
  return mention.replaceAll(MENTION, (_, schedule: string) => wordsOf(schedule));
}
