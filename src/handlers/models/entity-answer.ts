import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import { bucketOf, predictionsOfEntity } from '../../drift/degradation/entity.ts';
import type { Judged } from '../../drift/degradation/join.ts';
import type { AssessedModel } from '../../drift/degradation/model.ts';
import { dayText } from '../../drift/degradation/text.ts';
import { DAYS_KEPT } from '../../engine/ports/predictions.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { preformatted } from '../preformatted.ts';

const MOST = 20;

/** What a model said of somebody, and what turned out to be true. It is kept who looked, and not at whom. */
export async function entityAnswer(
  { name, title }: AssessedModel,
  entity: string,
  { models, asker, request }: Handling,
): Promise<Answer> {
  await models.audit.append({
    actor: asker.actor,
    action: 'predictions-read',
    object: name,
    details: { bucket: bucketOf(entity) },
    traceId: request.traceId,
  });
  const all = predictionsOfEntity(await models.predictions.of(name, entity));
  if (all.length === 0) {
    return { text: `Nothing was predicted of that in the last ${DAYS_KEPT} days.` };
  }
  const heading = `What ${title} said of ${entity}`;
  const lines = all.slice(0, MOST).map(lineOf);
  const more = all.length > MOST ? [{ own: `+${all.length - MOST} more` }] : [];
  return {
    text: escapedWithin([heading, ...lines].join('\n'), 3_000),
    blocks: [
      { type: 'section', text: plain(heading, 300) },
      preformatted(lines.join('\n')),
      smallPrint([
        ...more,
        { own: `kept for ${DAYS_KEPT} days, UTC` },
        { own: 'that you looked stands in the audit trail' },
      ]),
    ],
  };
}

/** `2026-10-31 p=0.823 stays, true: 1 · v7 · trace 4bf9…`. */
function lineOf({ day, probability, label, actual, version, traceId }: Judged): string {
  const said = [
    `${dayText(day)} p=${probability.toFixed(3)}`,
    ...(label === undefined ? [] : [label]),
    `true: ${actual ?? 'not known'}`,
    `v${version}`,
    ...(traceId === undefined ? [] : [`trace ${traceId}`]),
  ];
  return said.join(' · ');
}
