import { randomBytes } from 'node:crypto';
import type { Silence } from '../../alert/silence.ts';
import type { RunningBot } from '../../app/running-bot.ts';
import { freeSilenceId } from '../../asking/planned-silence.ts';
import { previewJson, previewText, type Preview } from './preview.ts';
import { silenceJson, silenceText } from './shown.ts';

/** `tocsin silence add`: says what it mutes, has the bot do it, and says what there is then. */
export async function addSilence(
  planned: Omit<Silence, 'id'>,
  {
    preview,
    groups,
    json,
    bot,
  }: {
    readonly preview: Preview;
    /** The keys of groups that show it at once. */
    readonly groups: readonly string[];
    readonly json: boolean;
    readonly bot: RunningBot;
  },
): Promise<void> {
  if (!json) process.stdout.write(`${previewText(preview)}\n`);
  const silence = { ...planned, id: freeSilenceId(await bot.silences()) };
  const traceId = randomBytes(16).toString('hex');
  await bot.ask({ type: 'silence', traceId, silence, groups });
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
