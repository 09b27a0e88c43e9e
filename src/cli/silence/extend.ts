import { randomBytes } from 'node:crypto';
import { silenceState, type Silence } from '../../alert/silence.ts';
import type { RunningBot } from '../../app/running-bot.ts';
import { Mistake } from '../../config/mistake.ts';
import { endOf, timeText, type WrittenEnd } from '../../asking/spans.ts';
import { findSilence } from './find.ts';
import { silenceText } from './shown.ts';

/**
 * A silence with a later end. `--for` counts from now, or from the start of one that is to come.
 *
 * @throws Error for one that is over; Mistake for an end that is not later
 */
export function extended(known: Silence, end: WrittenEnd, now: number): Silence {
  const { id } = known;
  if (silenceState(known, now) === 'expired') {
    throw new Error(`${id} is over: write tocsin silence add, with the same matchers`);
  }
  const endsAt = endOf(end, Math.max(known.startsAt, now), now);
  if (endsAt > known.endsAt) return { ...known, endsAt };
  const from = end.for === undefined ? '' : ': --for counts from now, not from that end';
  const hint = `write a later end${from}; to end it early: tocsin silence expire ${id}`;
  throw new Mistake(`${id} holds until ${timeText(known.endsAt)} already`, hint);
}

/** `tocsin silence extend`. */
export async function extendSilence(
  id: string,
  end: WrittenEnd,
  by: string,
  bot: RunningBot,
): Promise<void> {
  const silence = extended(findSilence(id, await bot.silences()), end, bot.now());
  await bot.ask({ type: 'silence', traceId: randomBytes(16).toString('hex'), silence, by });
  const now = bot.now();
  // Where it ended meanwhile another one took its place, with a number behind the id.
  const holding = (await bot.silences()).find(
    (one) => one.id.startsWith(silence.id) && one.endsAt === silence.endsAt,
  );
  if (holding === undefined) throw new Error('the bot refused the change: its log says why');
  process.stdout.write(`${silenceText(holding, now)}\n`);
}
