import { renderBulletin } from '../../delivery/slack/bulletin.ts';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { StoreStats } from '../../engine/ports/stats.ts';
import { AUTOMATION_VERB } from '../automation/automation-verb.ts';
import { dutiesOf, ownDutyRow } from '../duties.ts';
import { listAnswer } from '../list.ts';
import { span } from './arguments.ts';
import { slowVerb, verb, type Command } from './command.ts';
import { helpFor } from './help.ts';

const WEEK = 7 * 24 * 60 * 60_000;

/** `/tocsin`: about the bot itself. It takes all commands, so that its help can name them. */
export function tocsinCommand(others: readonly Command[]): Command {
  const command: Command = {
    name: '/tocsin',
    summary: 'the bot itself',
    examples: [],
    verbs: [
      verb({
        name: 'status',
        usage: '',
        summary: 'is the bot well, and what waits',
        role: 'viewer',
        options: {},
        run: async (_, { version, stats }) => ({ text: statusText(version, await stats()) }),
      }),
      verb({
        name: 'whoami',
        usage: '',
        summary: 'who you are to the bot, your role and why, and what you are on call for',
        role: 'viewer',
        options: {},
        async run(_, handling) {
          const { name, role = 'none', why } = handling.asker;
          const rows = (await dutiesOf(handling)).map(ownDutyRow);
          return listAnswer(`You are ${name}. Your role is ${role}: ${why}.`, rows);
        },
      }),
      slowVerb({
        name: 'report',
        usage: '',
        summary: 'how the last days were: noise, answers, nights, and what could be quieter',
        role: 'viewer',
        options: { since: span('from so long ago on: 7d unless told', '7d') },
        work: async ({ options: { since = WEEK } }, { report }, job) =>
          renderBulletin(await report(since, job)),
      }),
      AUTOMATION_VERB,
      verb({
        name: 'help',
        usage: '',
        summary: 'this',
        role: 'viewer',
        options: {},
        run: async () => ({ text: helpOfAll([command, ...others]) }),
      }),
    ],
  };
  return command;
}

function helpOfAll([own, ...others]: readonly Command[]): string {
  const lines = others.map(({ name, summary }) => `• \`${name} help\` ${escape(summary)}`);
  return [...(own === undefined ? [] : [helpFor(own)]), ...lines].join('\n');
}

function statusText(version: string, stats: StoreStats): string {
  const { inbox, timers, outbox, deadLetters } = stats;
  return [
    `Tocsin ${version} is running.`,
    `• ${inbox} events to decide, ${timers} groups with a flush to come, ${outbox} deliveries under way`,
    deadLetters === 0
      ? '• no dead letters'
      : `• ${deadLetters} dead letters: messages that could not be handled`,
  ].join('\n');
}
