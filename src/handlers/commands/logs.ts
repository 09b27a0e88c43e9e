import { parseFreeAsk, parseLogsAsk, type LogsAsked } from '../../metrics/logs/ask.ts';
import type { LogsAtHand } from '../../metrics/logs/at-hand.ts';
import { parameterText } from '../../metrics/logs/saved-query.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { Answer } from '../answer.ts';
import type { SlowStep } from '../handling.ts';
import { listAnswer } from '../list.ts';
import { searchLogs } from '../logs/search-logs.ts';
import { readArguments } from './arguments.ts';
import { verb, type Command, type CommandHandling, type Verb } from './command.ts';

/** `/logs`: saved queries over logs. */
export const logsCommand: Command = {
  name: '/logs',
  summary: 'searches logs by a saved query',
  examples: [
    ['/logs top-errors', 'over its usual range'],
    ['/logs request id=8f2c-41aa yesterday', 'with a value, over another'],
    ['/logs slow-queries over=500 since 9:00', 'instead of what goes without saying'],
  ],
  verbs: [
    verb({
      name: 'list',
      usage: '',
      summary: 'the saved queries, and what they need',
      role: 'viewer',
      options: {},
      run: async (_, { logs }) => listed(logs),
    }),
    savedVerb(),
    freeVerb(),
  ],
};

/** What is written wrongly is said at once, before anything is queued. */
function savedVerb(): Verb {
  return {
    name: '',
    usage: '<query> [parameter=value…] [range]',
    summary: 'runs a saved query; large tables come as a file',
    role: 'viewer',
    options: {},
    prepare(line, handling) {
      const { words } = readArguments(line, {});
      const { logs } = handling;
      if (words.length === 0) return { role: 'viewer', run: async () => listed(logs) };
      const asked = parseLogsAsk(words, logs.saved, clockOf(handling));
      return searching(asked, words[0]?.text ?? '', 'viewer', handling);
    },
  };
}

function freeVerb(): Verb {
  return {
    name: 'run',
    usage: '"<query>" [groups=a,b] [range]',
    summary: 'runs a query of your own, in the language of Logs Insights',
    role: 'operator',
    options: {},
    prepare(line, handling) {
      const { words } = readArguments(line, {});
      const asked = parseFreeAsk(words, handling.logs.free, clockOf(handling));
      return searching(asked, 'logs', 'operator', handling);
    },
  };
}

function searching(
  asked: LogsAsked,
  name: string,
  role: SlowStep['role'],
  handling: CommandHandling,
): SlowStep {
  return { role, work: (job) => searchLogs(asked, name, handling, job) };
}

function clockOf({ bot, asker }: CommandHandling) {
  return { now: bot.now(), timeZone: asker.timeZone ?? 'UTC' };
}

function listed({ saved }: LogsAtHand): Answer {
  if (saved.size === 0) {
    return { text: 'No query is saved: `logs.queries` in the config gives them names.' };
  }
  return listAnswer(
    'Saved queries:',
    [...saved.values()].map(({ name, description, parameters }) => ({
      text: [name, ...parameters.map(parameterText)].join(' '),
      ...(description !== undefined && { notes: [plain(description, 300)] }),
    })),
  );
}
