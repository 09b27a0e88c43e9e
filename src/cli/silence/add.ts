import { randomBytes, randomUUID } from 'node:crypto';
import type { Matcher } from '../../alert/matcher.ts';
import type { Silence } from '../../alert/silence.ts';
import type { RunningBot } from '../../app/running-bot.ts';
import { Mistake } from '../../config/mistake.ts';
import { endOf, timeText, type WrittenEnd } from '../spans.ts';
import { previewJson, previewText, type Preview } from './preview.ts';
import { silenceJson, silenceText } from './shown.ts';

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

/** `tocsin silence add`: says what it mutes, has the bot do it, and says what there is then. */
export async function addSilence(
  planned: Omit<Silence, 'id'>,
  {
    preview,
    json,
    bot,
  }: { readonly preview: Preview; readonly json: boolean; readonly bot: RunningBot },
): Promise<void> {
  if (!json) process.stdout.write(`${previewText(preview)}\n`);
  const silence = { ...planned, id: freeId(await bot.silences()) };
  await bot.ask({ type: 'silence', traceId: randomBytes(16).toString('hex'), silence });
  const added = (await bot.silences()).find(({ id }) => id === silence.id);
  if (added === undefined) throw new Error('the bot refused the silence: its log says why');
  const now = bot.now();
  const mutes = previewJson(preview);
  const shown = json
    ? JSON.stringify({ ...silenceJson(added, now), mutes }, null, 2)
    : silenceText(added, now);
  process.stdout.write(`${shown}\n`);
}

/** `tocsin silence add --dry-run`: only says what it would mute. */
export function sayPreview(preview: Preview, json: boolean): void {
  const shown = json
    ? JSON.stringify({ mutes: previewJson(preview) }, null, 2)
    : previewText(preview);
  process.stdout.write(`${shown}\n`);
}

/** Short enough to be typed. */
function freeId(silences: readonly Silence[]): string {
  for (;;) {
    const id = randomUUID().slice(0, 8);
    if (!silences.some((one) => one.id.startsWith(id))) return id;
  }
}
