import { windowOf, type DataSet } from '../../drift/quality/runs/dataset.ts';
import type { Answer } from '../answer.ts';
import { dataInWords } from '../data-in-words.ts';
import type { Handling } from '../handling.ts';
import type { Job } from '../jobs/job.ts';
import { qualityMessage } from './report-message.ts';

/** Checks a data set now, for who asks: nothing is kept of it, and no alert is raised. */
export async function checkNow(
  data: DataSet,
  { quality, bot }: Handling,
  { signal, progress }: Job,
): Promise<Answer> {
  progress('reading the data');
  const window = windowOf(data, bot.now());
  const onProgress = ({ text }: { readonly text: string }) => progress(text);
  const report = await dataInWords(() => quality.check(data, window, { signal, onProgress }));
  const isDated = data.from.includes('{date}');
  return qualityMessage(report, { title: data.title, window: isDated ? window : undefined });
}
