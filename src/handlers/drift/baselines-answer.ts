import { figureText } from '../../alert/figure.ts';
import { time } from '../../delivery/slack/mrkdwn.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { DriftAtHand } from '../../drift/at-hand.ts';
import { howToMake } from '../../drift/baselines/how-to-make.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import type { Answer } from '../answer.ts';
import { listAnswer } from '../list.ts';

/** The baselines of a model, with what to do where there is none to compare with. */
export async function baselinesAnswer(
  model: WatchedModel,
  { baselines }: DriftAtHand,
  now: number,
): Promise<Answer> {
  const { name, version } = model;
  const [all, active] = await Promise.all([baselines.list(name), baselines.active(name)]);
  if (all.length === 0) {
    return listAnswer(
      `${name} has no baseline. Make one of data that was good: ${howToMake(model)}`,
    );
  }
  const heading =
    active === undefined
      ? `Baselines of ${name}; none is active: tocsin baseline activate ${name} ${version}`
      : `Baselines of ${name}:`;
  return listAnswer(
    heading,
    all.map((one) => ({
      text: `${one.version === active ? '✅' : '▫️'} ${one.version}${one.version === active ? ', active' : ''} · ${one.features} features of ${figureText(one.rows, undefined)} rows`,
      notes: [plain(one.from, 200), time(one.createdAt, now)],
    })),
  );
}
