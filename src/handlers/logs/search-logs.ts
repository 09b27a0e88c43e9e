import type { LogsAsked } from '../../metrics/logs/ask.ts';
import { csvOf } from '../../alert/csv.ts';
import { progressWords } from '../../metrics/logs/words.ts';
import type { Answer } from '../answer.ts';
import type { CommandHandling } from '../commands/command.ts';
import type { Job } from '../jobs/job.ts';
import { shareWhereSeen } from '../share-where-seen.ts';
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
  const file = {
    name: `${name}-${handling.request.traceId.slice(0, 8)}.csv`,
    text: csvOf(outcome.table),
  };
  const note = await shareWhereSeen(file, handling, signal);
  return logsAnswer(outcome, asked, [note]).answer;
}
