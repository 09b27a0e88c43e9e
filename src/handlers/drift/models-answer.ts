import { figureText } from '../../alert/figure.ts';
import { time } from '../../delivery/slack/mrkdwn.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { DriftAtHand } from '../../drift/at-hand.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import type { DriftState } from '../../engine/ports/drift-states.ts';
import type { Answer } from '../answer.ts';
import { listAnswer, type Row } from '../list.ts';
import { SIGNS } from './words.ts';

/** How all models stand: the last run of each, and what keeps the next from being made. */
export async function modelsAnswer(drift: DriftAtHand, now: number): Promise<Answer> {
  const { models, states } = drift;
  if (models.length === 0) {
    return { text: 'No model is looked at: `models` in the config says where its features are.' };
  }
  const known = await states.all();
  const rows = await Promise.all(
    models.map((model) => rowOf(model, known.get(model.name), drift, now)),
  );
  return listAnswer('Models:', rows);
}

async function rowOf(
  { name, title, version, schedule }: WatchedModel,
  state: DriftState | undefined,
  { reports }: DriftAtHand,
  now: number,
): Promise<Row> {
  const last = await reports.newest(name);
  const failure = state?.failure;
  const called = title === name ? `${name} ${version}` : `${name} ${version}: ${title}`;
  const found =
    last === undefined
      ? 'not compared yet'
      : last.tested === 0
        ? 'no feature could be tested'
        : `${last.severity}, ${last.drifted} of ${last.tested} features (${figureText(100 * last.share, '%')})`;
  const sign =
    failure === undefined
      ? (SIGNS[last?.tested === 0 ? '' : (last?.severity ?? '')] ?? '⚪')
      : '⚠️';
  return {
    text: `${sign} ${called} · ${found}`,
    notes: [
      ...(last === undefined ? [] : [time(last.at, now)]),
      schedule === 'never' ? 'when somebody asks' : schedule,
      ...(failure === undefined ? [] : [plain(`${failure.what} ${failure.mend}`, 300)]),
    ],
  };
}
