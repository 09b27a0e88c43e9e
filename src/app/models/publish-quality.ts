import { qualityText } from '../../drift/quality/text.ts';
import type { QualityReport } from '../../drift/quality/report.ts';
import type { DataSet } from '../../drift/quality/runs/dataset.ts';
import { runOf } from '../../drift/quality/runs/figures.ts';
import { publishedQuality } from '../../drift/quality/runs/published.ts';
import { qualityMessage } from '../../handlers/quality/report-message.ts';
import { createReportPost } from '../post-report.ts';
import { createFigurePublisher } from './publish-figures.ts';
import type { Wiring } from '../wiring.ts';

/** Puts the figures of runs into CloudWatch, and posts their reports to the channels of their data sets: each once. */
export function createQualityPublisher(
  wiring: Pick<Wiring, 'config' | 'redis' | 'log' | 'slackLimits'>,
): (data: DataSet, report: QualityReport) => Promise<void> {
  const publishFigures = createFigurePublisher(wiring);
  const post = createReportPost(wiring);
  return async ({ name, title, channel }, report) => {
    const { at } = report;
    const run = runOf(report, { start: at, end: at });
    await publishFigures({ dimensions: { DataSet: name }, at, figures: publishedQuality(run) });
    if (channel === undefined) return;
    await post({
      id: `quality ${name} ${at}`,
      channel,
      since: at,
      pictures: [],
      message: () => qualityMessage(report, { title }),
      text: () => qualityText(report),
    });
  };
}
