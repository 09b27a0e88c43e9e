import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { ModelsAtHand } from '../../drift/degradation/at-hand.ts';
import type { AssessedModel } from '../../drift/degradation/model.ts';
import type { ModelReport } from '../../drift/degradation/report.ts';
import { dayText, shareText } from '../../drift/degradation/text.ts';
import type { Answer } from '../answer.ts';
import { preformatted } from '../preformatted.ts';

const MOST_REPORTS = 30;

/** What the last reports of a model said, the newest first: a line each that a phone shows whole. */
export async function historyAnswer(
  { name, title }: AssessedModel,
  { reports }: Pick<ModelsAtHand, 'reports'>,
): Promise<Answer> {
  const all = (await reports.all(name)).slice(-MOST_REPORTS).toReversed();
  if (all.length === 0) return { text: 'This model was not measured yet.' };
  const lines = all.map(({ report }) => reportLine(JSON.parse(report)));
  const heading = `${title}: the last ${lines.length === 1 ? 'report' : `${lines.length} reports`}`;
  return {
    text: escapedWithin([heading, ...lines].join('\n'), 3_000),
    blocks: [
      { type: 'section', text: plain(heading, 150) },
      preformatted(['BEFORE      F1 by window', ...lines].join('\n')),
      smallPrint([{ own: 'days are UTC’s; the shortest window first' }]),
    ],
  };
}

/** `2026-10-31  0.712 0.708 0.715 minor`. */
function reportLine({ end, version, windows, degree }: ModelReport): string {
  const f1 = windows.map(({ figures }) => shareText(figures?.f1).padEnd(5));
  return [dayText(end), '', ...f1, degree ?? 'unknown', `v${version}`].join(' ');
}
