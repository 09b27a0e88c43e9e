import { matcherText } from '../../alert/matcher.ts';
import type { Silence } from '../../alert/silence.ts';
import { alertCount, namesText } from '../../alert/worst-first.ts';
import { mutedNow } from '../../asking/muted-now.ts';
import type { PlannedMaintenance } from '../../asking/planned-maintenance.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { date } from '../../delivery/slack/mrkdwn.ts';
import type { Answer } from '../answer.ts';
import { listAnswer, type Row } from '../list.ts';
import { verb, type Command, type CommandHandling } from './command.ts';
import { addMute } from './silence.ts';
import { oneSilence, silenceRow, standing } from './silences.ts';
import { wantedMute } from './wanted-mute.ts';

/** So far ahead the windows of the config are told of, in milliseconds. */
const AHEAD = 7 * 24 * 60 * 60_000;
const FORMAT = '{date_short_pretty} {time}';

/** `/maintenance`: planned work, of which nobody is to be called. */
export const maintenanceCommand: Command = {
  name: '/maintenance',
  summary: 'planned work that nobody is to be called for',
  examples: [
    ['/maintenance', 'what is on, and what comes within a week'],
    ['/maintenance start 3h namespace="AWS/RDS" upgrade to 17', 'for three hours, and why'],
    ['/maintenance end 1f3a9c2e', 'it is done'],
  ],
  verbs: [
    verb({
      name: '',
      usage: '',
      summary: 'what is on, and what comes within a week',
      options: {},
      role: 'viewer',
      run: async ({ words }, handling) => {
        const [stray] = words;
        if (stray === undefined) return listed(handling);
        throw new Mistake(
          `/maintenance knows no ${quoted(stray.text)}`,
          'write /maintenance start, /maintenance end or /maintenance help',
        );
      },
    }),
    verb({
      name: 'start',
      usage: '<duration> <matchers> <why>',
      summary: 'mutes what all matchers hold for',
      options: {},
      role: 'operator',
      run: async ({ words }, handling) => {
        const wanted = wantedMute(words);
        if (wanted.reason === '')
          throw new Mistake('nothing says why', 'write what is done, at the end');
        const muted = await mutedNow(wanted.matchers, handling.bot);
        const begun = await addMute(wanted, handling, 'maintenance');
        const what =
          muted.length === 0 ? 'nothing' : `${alertCount(muted.length)}: ${namesText(muted)}`;
        const heading = `Maintenance has begun. Of what fires now it mutes ${what}.`;
        return listAnswer(heading, [silenceRow(begun, handling.bot.now())]);
      },
    }),
    verb({
      name: 'end',
      usage: '[id]',
      summary: 'ends it now; without an id the only one that you began',
      options: {},
      role: 'operator',
      run: async ({ words }, handling) => {
        const { bot, asker, request } = handling;
        const on = standing(await bot.silences(), bot.now()).filter(isMaintenance);
        const { id } = chosen(words[0]?.text, on, asker.name);
        const { traceId } = request;
        const wish = { type: 'expire-silence', traceId, id, by: asker.name } as const;
        await bot.ask({ ...wish, actor: asker.actor }, `${traceId}/end`);
        const over = oneSilence(id, await bot.silences(), '/maintenance');
        return listAnswer('Maintenance is over:', [silenceRow(over, bot.now())]);
      },
    }),
  ],
};

function isMaintenance({ kind }: Silence): boolean {
  return kind === 'maintenance';
}

/** @throws Mistake when it is not plain which one is meant */
function chosen(id: string | undefined, on: readonly Silence[], name: string): Silence {
  if (id !== undefined) return oneSilence(id, on, '/maintenance');
  const [mine, another] = on.filter(({ createdBy }) => createdBy === name);
  if (mine !== undefined && another === undefined) return mine;
  const what =
    mine === undefined ? 'you began no maintenance that is on' : 'you began more than one';
  throw new Mistake(what, 'write the id of one; /maintenance shows them');
}

async function listed({ bot, maintenance }: CommandHandling): Promise<Answer> {
  const now = bot.now();
  const begun = standing(await bot.silences(), now).filter(isMaintenance);
  const rows = [
    ...begun.map((one) => silenceRow(one, now)),
    ...maintenance(now, AHEAD).map((one) => windowRow(one, now)),
  ];
  const nothing = 'No maintenance is on, and none comes within a week.';
  return listAnswer(rows.length === 0 ? nothing : 'Maintenance, on or within a week:', rows);
}

function windowRow({ name, matchers, startsAt, endsAt }: PlannedMaintenance, now: number): Row {
  const from = startsAt <= now ? 'on' : `from ${date(startsAt, FORMAT)}`;
  return {
    text: `🔧 ${name}: ${matchers.map(matcherText).join(', ')}`,
    notes: [`${from} until ${date(endsAt, FORMAT)}`, 'from the config'],
  };
}
