import { date, escape } from '../../delivery/slack/mrkdwn.ts';
import type { Duty } from '../../engine/ports/on-call.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import type { Answer } from '../answer.ts';
import { listAnswer, type Row } from '../list.ts';
import { verb, type Command, type CommandHandling } from './command.ts';

/** `/oncall`: who is on call. */
export const onCallCommand: Command = {
  name: '/oncall',
  summary: 'who is on call',
  examples: [
    ['/oncall', 'on every schedule'],
    ['/oncall payments', 'on one'],
  ],
  verbs: [
    verb({
      name: '',
      usage: '[schedule]',
      summary: 'who is on call now, and until when',
      options: {},
      role: 'viewer',
      run: ({ words }, handling) => listed(words.map(({ text }) => text).join(' '), handling),
    }),
  ],
};

async function listed(
  schedule: string,
  { onCall, bot, isPublic }: CommandHandling,
): Promise<Answer> {
  if (onCall === undefined) {
    return { text: 'No schedule is configured, so nobody is known to be on call.' };
  }
  const named = schedule === '' ? {} : { schedule };
  const duties = await onCall.who({ at: bot.now(), ...named });
  if (duties.length > 0) {
    const shown = isPublic ? duties.map(({ slackUser: _called, ...duty }) => duty) : duties;
    return listAnswer('On call now:', shown.map(dutyRow));
  }
  if (schedule === '') return { text: 'Nobody is on call now.' };
  throw new Mistake(`nobody is on call for ${quoted(schedule)}`, '/oncall shows every schedule');
}

/** Whose turn it is, and until when. */
export function dutyRow({ schedule, name, slackUser, level, until, asOf }: Duty): Row {
  return {
    text: `${schedule}: ${name}`,
    notes: [
      ...(level === undefined ? [] : [`level ${level}`]),
      ...(slackUser === undefined ? [] : [`<@${escape(slackUser)}>`]),
      ...(until === undefined ? [] : [`until ${dayAndTime(until)}`]),
      ...(asOf === undefined ? [] : [`as last known, at ${dayAndTime(asOf)}`]),
    ],
  };
}

function dayAndTime(at: number): string {
  return date(at, '{date_short_pretty} {time}');
}
