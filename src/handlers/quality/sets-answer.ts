import { figureText } from '../../alert/figure.ts';
import { plain } from '../../delivery/slack/message.ts';
import { time } from '../../delivery/slack/mrkdwn.ts';
import type { QualityAtHand } from '../../drift/quality/at-hand.ts';
import type { DataSet } from '../../drift/quality/runs/dataset.ts';
import type { DriftState } from '../../engine/ports/drift-states.ts';
import type { Answer } from '../answer.ts';
import { listAnswer, type Row } from '../list.ts';
import { SIGNS } from './words.ts';

/** How all data sets stand: the last run of each, and what keeps the next from being made. */
export async function setsAnswer(quality: QualityAtHand, now: number): Promise<Answer> {
  const { sets, states } = quality;
  if (sets.length === 0) {
    return { text: 'No data set is looked at: `quality` in the config says where they are.' };
  }
  const known = await states.all();
  const rows = await Promise.all(sets.map((one) => rowOf(one, known.get(one.name), quality, now)));
  return listAnswer('Data sets:', rows);
}

async function rowOf(
  { name, title, schedule }: DataSet,
  state: DriftState | undefined,
  { reports }: QualityAtHand,
  now: number,
): Promise<Row> {
  const last = await reports.newest(name);
  const failure = state?.failure;
  const found =
    last === undefined
      ? 'not checked yet'
      : `${last.severity}, ${last.failed} of ${last.checks} checks failed, ${figureText(last.rows, undefined)} rows`;
  const sign = failure === undefined ? (SIGNS[last?.severity ?? ''] ?? '⚪') : '⚠️';
  return {
    text: `${sign} ${title === name ? name : `${name}: ${title}`} · ${found}`,
    notes: [
      ...(last === undefined ? [] : [time(last.at, now)]),
      schedule === 'never' ? 'when somebody asks' : schedule,
      ...(failure === undefined ? [] : [plain(`${failure.what} ${failure.mend}`, 300)]),
    ],
  };
}
