import type { AssessedModel } from '../../drift/degradation/model.ts';
import { publishedModelFigures } from '../../drift/degradation/published.ts';
import type { ModelReport } from '../../drift/degradation/report.ts';
import { modelReportText } from '../../drift/degradation/text.ts';
import { modelReportMessage } from '../../handlers/models/report-message.ts';
import { trendPictures } from '../../handlers/models/trend-picture.ts';
import { createReportPost } from '../post-report.ts';
import { createFigurePublisher } from './publish-figures.ts';
import type { Wiring } from '../wiring.ts';

/** Puts the figures of reports into CloudWatch, and posts them to the channels of their models: each once. */
export function createModelPublisher(
  wiring: Pick<Wiring, 'config' | 'redis' | 'log' | 'slackLimits'>,
): (model: AssessedModel, report: ModelReport) => Promise<void> {
  const publishFigures = createFigurePublisher(wiring);
  const post = createReportPost(wiring);
  return async ({ name, title, channel }, report) => {
    const { version, at } = report;
    const dimensions = { Model: name, Version: version };
    await publishFigures({ dimensions, at, figures: publishedModelFigures(report) });
    if (channel === undefined) return;
    await post({
      id: `model ${name} ${at}`,
      channel,
      since: at,
      pictures: trendPictures(report, title),
      message: (drawn) => modelReportMessage(report, { title, ...drawn }),
      text: () => modelReportText(report),
    });
  };
}
