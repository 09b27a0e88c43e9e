import { Mistake } from '../../config/mistake.ts';
import type { AssessedModel } from '../../drift/degradation/model.ts';
import type { Answer } from '../answer.ts';
import { draw } from '../drift/draw.ts';
import type { Handling } from '../handling.ts';
import type { Job } from '../jobs/job.ts';
import { USUAL_ZONE } from '../metrics/graph.ts';
import { newestReport } from './newest-report.ts';
import { modelReportMessage } from './report-message.ts';
import { trendPictures } from './trend-picture.ts';

/** How good a model is by its newest report, with how that went. */
export async function reportAnswer(
  { name, title }: AssessedModel,
  isFiguresOnly: boolean,
  { models, asker, picture }: Handling,
  { signal, progress }: Job,
): Promise<Answer> {
  progress('reading the newest report');
  const report = await newestReport(name, models);
  if (report === undefined) {
    const hint = `it is once a day; its predictions come to /v1/models/${name}/predictions, or from files`;
    throw new Mistake(`${name} was not measured yet`, hint);
  }
  progress('drawing');
  const wanted = isFiguresOnly ? [] : trendPictures(report, title, asker.timeZone ?? USUAL_ZONE);
  const drawn = await draw(wanted, picture, signal);
  return modelReportMessage(report, { title, ...drawn });
}
