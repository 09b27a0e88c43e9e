import { isResolved } from '../../alert/alert.ts';
import { compareSeverity } from '../../alert/severity.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import { alertMeasure } from '../../metrics/alert-graph/alert-measure.ts';
import { measureWords } from '../../metrics/ask/measure-words.ts';
import type { Handling } from '../handling.ts';
import type { ActionRequest } from '../request.ts';
import { graphForm } from '../views/graph-form.ts';
import { fill } from '../views/opened.ts';

/** So many of a group's alerts are looked at, the worst. */
const LOOKED_AT = 50;

/** Fills the form in which a graph is asked for, with the metric of the worst alert that has one. */
export async function fillGraphForm(
  whole: WholeGroup,
  handling: Handling<ActionRequest>,
): Promise<undefined> {
  const { request, slack } = handling;
  const { channelId: channel, message } = request;
  const origin = {
    ...(channel !== undefined && { channel }),
    ...(message !== undefined && { thread: message.ts }),
  };
  await fill(graphForm(await wordsFor(whole, handling), origin), request, slack);
}

async function wordsFor(
  { members }: WholeGroup,
  { bot, alerts, metrics }: Handling<ActionRequest>,
): Promise<string> {
  const worst = [...members]
    .filter(([, member]) => !isResolved(member, bot.now()))
    .toSorted(([, one], [, other]) => compareSeverity(one.severity, other.severity))
    .slice(0, LOOKED_AT);
  const saved = new Set(metrics.saved.keys());
  for (const alert of await alerts(worst.map(([fingerprint]) => fingerprint))) {
    const measure = alertMeasure(alert, metrics.alerts);
    if (measure !== undefined) return measureWords(measure, saved);
  }
  return '';
}
