import { figureText } from '../../alert/figure.ts';
import { sparkline } from '../../alert/sparkline.ts';
import { plain } from '../../delivery/slack/message.ts';
import { time } from '../../delivery/slack/mrkdwn.ts';
import type { ModelsAtHand } from '../../drift/degradation/at-hand.ts';
import type { AssessedModel } from '../../drift/degradation/model.ts';
import type { ModelReport } from '../../drift/degradation/report.ts';
import { shareText, verdictText } from '../../drift/degradation/text.ts';
import type { DegradationState } from '../../engine/ports/model-reports.ts';
import type { Answer } from '../answer.ts';
import { listAnswer, type Row } from '../list.ts';
import { newestReport } from './newest-report.ts';
import { DEGREE_SIGNS } from './words.ts';

/** So many days are drawn in a line. */
const SPARKS = 20;

/** How all models are, by their newest reports, and what keeps the next from being made. */
export async function modelsAnswer(atHand: ModelsAtHand, now: number): Promise<Answer> {
  const { models, unmeasured, states } = atHand;
  const others =
    unmeasured.length === 0
      ? []
      : [{ text: `Not measured: ${unmeasured.join(', ')}. Nobody says what they predict.` }];
  if (models.length === 0 && others.length === 0) {
    return { text: 'There are no models: `models` in the config names them.' };
  }
  const known = await states.all();
  const rows = await Promise.all(
    models.map((model) => rowOf(model, known.get(model.name), atHand, now)),
  );
  return listAnswer('Models:', [...rows, ...others]);
}

async function rowOf(
  { name, title, version, type, trainedAt }: AssessedModel,
  state: DegradationState | undefined,
  atHand: ModelsAtHand,
  now: number,
): Promise<Row> {
  const report = await newestReport(name, atHand);
  const failure = state?.failure;
  const called = title === name ? `${name} ${version}` : `${name} ${version}: ${title}`;
  const sign = failure === undefined ? DEGREE_SIGNS[report?.degree ?? 'unknown'] : '⚠️';
  const is = [
    ...(type === undefined ? [] : [type]),
    ...(trainedAt ? [`trained ${trainedAt}`] : []),
  ];
  return {
    text: [
      `${sign} ${called} · ${report === undefined ? 'not measured yet' : verdictText(report)}`,
      ...(report === undefined ? [] : figureLines(report)),
    ].join('\n'),
    notes: [
      ...(is.length === 0 ? [] : [plain(is.join(' · '), 150)]),
      ...(report === undefined ? [] : [time(report.at, now)]),
      ...(failure === undefined ? [] : [plain(`${failure.what} ${failure.mend}`, 300)]),
    ],
  };
}

/** The figures of the shortest window that has some, with how each went; and how sure and fast it is. */
function figureLines({ windows, trend }: ModelReport): readonly string[] {
  const window = windows.find(({ figures }) => figures !== undefined);
  const lines: string[] = [];
  if (window?.figures !== undefined) {
    const { figures, days } = window;
    const went = (of: 'f1' | 'precision' | 'recall') =>
      `${shareText(figures[of])} ${sparkline(trend.slice(-SPARKS).map((point) => point[of]))}`.trim();
    lines.push(
      `F1 ${went('f1')} over ${days} days`,
      `precision ${went('precision')}`,
      `recall ${went('recall')}`,
    );
  }
  const newest = windows.find(({ confidence }) => confidence !== undefined);
  if (newest?.confidence !== undefined) {
    const { confidence, throughput } = newest;
    const fast = throughput === undefined ? '' : ` · ${figureText(throughput, '/s')}`;
    lines.push(`confidence ${figureText(confidence.mean, '%')}${fast}`);
  }
  return lines;
}
