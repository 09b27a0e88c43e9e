import type { WatchedModel } from '../../drift/runs/model.ts';
import { windowOf } from '../../drift/runs/window.ts';
import type { Answer } from '../answer.ts';
import { dataInWords } from '../data-in-words.ts';
import type { Handling } from '../handling.ts';
import type { Job } from '../jobs/job.ts';
import { draw } from './draw.ts';
import { reportMessage } from './report-message.ts';
import { worstPictures } from './row-picture.ts';

/**
 * Compares the newest data of a model now, for who asks: nothing is kept of it, and no alert is raised.
 *
 * @param span how much of the data, in milliseconds; as the config has it where nobody says
 */
export async function compareNow(
  model: WatchedModel,
  span: number | undefined,
  isFiguresOnly: boolean,
  { drift, bot, picture }: Handling,
  { signal, progress }: Job,
): Promise<Answer> {
  const window = windowOf(model, bot.now(), span);
  progress('reading the baseline');
  const onProgress = (far: { readonly text: string; readonly share?: number }) =>
    progress(far.text, far.share);
  const report = await dataInWords(() => drift.compare(model, window, { signal, onProgress }));
  progress('drawing');
  const wanted = isFiguresOnly ? [] : worstPictures(report);
  const drawn = await draw(wanted, picture, signal);
  // Of a file that is always the same no time is asked for.
  const about = model.features.from.includes('{date}') ? { window } : {};
  return reportMessage(report, { title: model.title, ...about, ...drawn });
}
