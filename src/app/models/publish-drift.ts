import type { DriftReport } from '../../drift/report/report.ts';
import { runOf } from '../../drift/runs/figures.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import { publishedFigures } from '../../drift/runs/published.ts';
import { reportMessage } from '../../handlers/drift/report-message.ts';
import { worstPictures } from '../../handlers/drift/row-picture.ts';
import { reportText } from './drift-compared.ts';
import { createReportPost } from '../post-report.ts';
import { createFigurePublisher } from './publish-figures.ts';
import type { Wiring } from '../wiring.ts';

/** Puts the figures of runs into CloudWatch, and posts their reports to the channels of their models: each once. */
export function createDriftPublisher(
  wiring: Pick<Wiring, 'config' | 'redis' | 'log' | 'slackLimits'>,
): (model: WatchedModel, report: DriftReport) => Promise<void> {
  const publishFigures = createFigurePublisher(wiring);
  const post = createReportPost(wiring);
  return async ({ name, title, version, channel }, report) => {
    const { at } = report;
    const run = runOf(report, { start: at, end: at }, version);
    const dimensions = { Model: name, Version: version };
    await publishFigures({ dimensions, at, figures: publishedFigures(run) });
    if (channel === undefined) return;
    await post({
      id: `drift ${name} ${at}`,
      channel,
      since: at,
      pictures: worstPictures(report),
      message: (drawn) => reportMessage(report, { title, ...drawn }),
      text: () => reportText(report),
    });
  };
}
