import { shareFile } from '../../delivery/slack/share-file.ts';
import type { LogsAsked } from '../../metrics/logs/ask.ts';
import { csvOf } from '../../alert/csv.ts';
import type { Table } from '../../metrics/logs/outcome.ts';
import { progressWords } from '../../metrics/logs/words.ts';
import type { Answer } from '../answer.ts';
import type { CommandHandling } from '../commands/command.ts';
import type { Job } from '../jobs/job.ts';
import { logsAnswer } from './logs-answer.ts';

/** Searches logs, shows how far that is, and answers with a table; of a large one all is in a file. */
export async function searchLogs(
  asked: LogsAsked,
  name: string,
  handling: CommandHandling,
  { signal, progress }: Job,
): Promise<Answer> {
  progress('starting the query');
  const outcome = await handling.logs.run(asked, {
    signal,
    onScanned: (scan) => progress(progressWords(scan)),
    onCrowded: () => progress('waiting: as many queries run there as may'),
  });
  const { answer, isWhole } = logsAnswer(outcome, asked);
  if (!outcome.ok || isWhole) return answer;
  progress(`${progressWords(outcome.scan)} · writing the file`);
  const note = await shared(outcome.table, name, handling, signal);
  return logsAnswer(outcome, asked, [note]).answer;
}

/** Puts the whole table where the answer is seen: in the channel, or in the talk with who asked. */
async function shared(
  table: Table,
  name: string,
  { slack, request, asker, isPublic }: CommandHandling,
  signal: AbortSignal,
): Promise<string> {
  const file = {
    name: `${name}-${request.traceId.slice(0, 8)}.csv`,
    text: csvOf(table),
    since: request.at,
  };
  try {
    if (isPublic) {
      try {
        await shareFile(slack, file, request.channelId, signal);
        return 'all of it is in the file in this channel';
      } catch {
        // The bot is not in the channel: who asked gets it.
        signal.throwIfAborted();
      }
    }
    const { channel } = await slack.conversations.open({ users: asker.id });
    await shareFile(slack, file, channel?.id ?? asker.id, signal);
    return 'all of it is in the file in our direct messages';
  } catch {
    signal.throwIfAborted();
    return 'all of it would be in a file, which Slack did not take: does the app have the scope files:write?';
  }
}
