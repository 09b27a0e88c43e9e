import { randomUUID } from 'node:crypto';
import type { Matcher } from '../alert/matcher.ts';
import type { Silence } from '../alert/silence.ts';
import { Mistake } from '../config/mistake.ts';
import { endOf, timeText, type WrittenEnd } from './spans.ts';

/** A silence as a person asks for it. */
export interface WantedSilence extends WrittenEnd {
  readonly matchers: readonly Matcher[];
  /** Epoch milliseconds; at once unless told. */
  readonly from?: number;
  readonly by: string;
  readonly comment: string;
}

/**
 * The silence that is meant, in what the bot's clock shows.
 *
 * @throws Mistake for times that can't be
 */
export function plannedSilence(wanted: WantedSilence, now: number): Omit<Silence, 'id'> {
  const { matchers, from, by: createdBy, comment } = wanted;
  if (from !== undefined && from < now) {
    throw new Mistake(`${timeText(from)} is past`, 'leave --from out: it begins at once');
  }
  const startsAt = from ?? now;
  return {
    matchers: matchers.map(({ name, operator, value }) => ({ name, operator, value })),
    startsAt,
    endsAt: endOf(wanted, startsAt, now),
    createdBy,
    comment,
  };
}

/** An id that no silence has, short enough to be typed. */
export function freeSilenceId(silences: readonly Silence[]): string {
  for (;;) {
    const id = randomUUID().slice(0, 8);
    if (!silences.some((one) => one.id.startsWith(id))) return id;
  }
}
