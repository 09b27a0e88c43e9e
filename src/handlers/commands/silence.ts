import type { Silence } from '../../alert/silence.ts';
import { groupsSilenced } from '../../asking/groups-silenced.ts';
import { plannedSilence } from '../../asking/planned-silence.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import type { Answer } from '../answer.ts';
import { listAnswer } from '../list.ts';
import { mutesText } from '../mutes-text.ts';
import { roleToSilence } from '../silence-role.ts';
import { flag, type Arguments } from './arguments.ts';
import { verb, type Command, type CommandHandling } from './command.ts';
import { oneSilence, silenceRow, standing } from './silences.ts';
import { wantedMute, type WantedMute } from './wanted-mute.ts';

const HOUR = 60 * 60_000;
/** How long a silence holds of which nobody says how long, in milliseconds. */
const USUAL = 2 * HOUR;

const OPTIONS = { 'dry-run': flag('only say what it would mute now') };

/** `/silence`: mutes alerts for a while. */
export const silenceCommand: Command = {
  name: '/silence',
  summary: 'mute alerts for a while',
  examples: [
    ['/silence 2h alertname="orders-5xx" deploying orders 4.1', 'for two hours, and why'],
    ['/silence 1d team=~"data|ml" env!=prod migration --dry-run', 'what would it mute?'],
    ['/silence list', 'those that hold or are to come'],
    ['/silence expire 1f3a9c2e', 'end one now'],
  ],
  verbs: [
    verb({
      name: '',
      usage: '[duration] [matchers] [why]',
      summary:
        'mutes what all matchers hold for, for two hours unless told; over a day takes the role operator',
      options: OPTIONS,
      role: 'responder',
      roleFor: ({ words }) => roleToSilence(wantedMute(words, USUAL).span),
      run: (args, handling) => silenced(args, handling),
    }),
    verb({
      name: 'list',
      usage: '',
      summary: 'those that hold or are to come, the first to end first',
      options: {},
      role: 'viewer',
      run: async (_, { bot }) => {
        const now = bot.now();
        const rows = standing(await bot.silences(), now).map((one) => silenceRow(one, now));
        return listAnswer(rows.length === 0 ? 'There are no silences.' : 'Silences:', rows);
      },
    }),
    verb({
      name: 'expire',
      usage: '<id…>',
      summary: 'ends silences now; the beginning of an id is enough',
      options: {},
      role: 'responder',
      run: async ({ words }, handling) => {
        if (words.length === 0) {
          throw new Mistake('no silence is named', 'write its id; /silence list shows them');
        }
        const rows = [];
        for (const { text } of words)
          rows.push(silenceRow(await expired(text, handling), handling.bot.now()));
        return listAnswer(rows.length === 1 ? 'It is over:' : 'They are over:', rows);
      },
    }),
  ],
};

async function silenced(
  { words, options }: Arguments<typeof OPTIONS>,
  handling: CommandHandling,
): Promise<Answer> {
  const wanted = wantedMute(words, USUAL);
  const isDry = options['dry-run'];
  const mutes = await mutesText(wanted.matchers, handling.bot, isDry ? 'would mute' : 'mutes');
  if (isDry) return listAnswer(`It ${mutes}`);
  const silence = await addMute(wanted, handling);
  return listAnswer(`Silenced. It ${mutes}`, [silenceRow(silence, handling.bot.now())]);
}

/** Has the bot mute something, and says what there is then. @throws Error when it refused */
export async function addMute(
  { matchers, span, reason }: WantedMute,
  { bot, asker, request: { traceId } }: CommandHandling,
  kind?: Silence['kind'],
): Promise<Silence> {
  const wanted = { matchers, for: span, by: asker.name, comment: reason };
  const planned = plannedSilence(wanted, bot.now());
  // Of the request, so that it is the same when the request is carried out again.
  const id = traceId.slice(0, 12);
  const silence = { ...planned, id, ...(kind !== undefined && { kind }) };
  const groups = await groupsSilenced(matchers, bot);
  const wish = { type: 'silence', traceId, silence, actor: asker.actor, groups } as const;
  await bot.ask(wish, `${traceId}/silence`);
  const added = (await bot.silences()).find((one) => one.id === id);
  if (added === undefined) throw new Error('the bot refused the silence');
  return added;
}

async function expired(named: string, handling: CommandHandling): Promise<Silence> {
  const { bot, asker, request } = handling;
  const { traceId } = request;
  const { id, endsAt, kind } = oneSilence(named, await bot.silences(), '/silence list');
  if (kind === 'maintenance') {
    throw new Mistake(`${quoted(id)} is maintenance`, `write /maintenance end ${id}`);
  }
  if (endsAt <= bot.now())
    throw new Mistake(`${quoted(id)} is over already`, '/silence list shows those that hold');
  const wish = { type: 'expire-silence', traceId, id, by: asker.name, actor: asker.actor } as const;
  await bot.ask(wish, `${traceId}/expire/${id}`);
  return oneSilence(id, await bot.silences(), '/silence list');
}
