import { openData } from '../../drift/data/open.ts';
import type { Checking, CheckProgress, QualityTask } from '../../drift/quality/checker.ts';
import { gather } from '../../drift/quality/gather.ts';
import { judge } from '../../drift/quality/judge.ts';
import type { QualityReport } from '../../drift/quality/report.ts';
import { told } from '../../drift/told.ts';
import { answerTasks } from '../../threads/answer-tasks.ts';

/** The thread beside the main one in which data is read and held against its rules. */
answerTasks<Checking>((task, onProgress) => told(() => check(task, onProgress)));

async function check(
  { from, window, s3 = {}, rules, at, asOf = at }: QualityTask,
  onProgress: (progress: CheckProgress) => void,
): Promise<QualityReport> {
  const source = openData(from, {
    ...(window && { window }),
    // It takes longer to load than small files take to be read.
    s3: async () => (await import('./s3-client.ts')).createS3Client(s3),
  });
  const gathered = await gather(source, rules, {
    now: at,
    onProgress: ({ rows, part, parts }) =>
      onProgress({ text: `${rows.toLocaleString('en-US')} rows, part ${part} of ${parts}` }),
  });
  return { ...judge(gathered, rules, asOf), at };
}
