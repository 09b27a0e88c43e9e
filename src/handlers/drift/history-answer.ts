import { figureText } from '../../alert/figure.ts';
import { sparkline } from '../../alert/sparkline.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import { FAR } from '../../drift/runs/figures.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import type { DriftRun } from '../../engine/ports/drift-reports.ts';
import type { Answer } from '../answer.ts';
import { preformatted } from '../preformatted.ts';

const MOST_RUNS = 20;
const MOST_FEATURES = 8;
/** So many runs are drawn in a line. */
const SPARKS = 20;
const NAME_WIDTH = 14;

/** What the last runs of a model have found, and how the features that drifted most came to it. */
export function historyAnswer({ title }: WatchedModel, runs: readonly DriftRun[]): Answer {
  if (runs.length === 0) return { text: 'This model was not compared yet.' };
  const shown = runs.slice(-MOST_RUNS).toReversed();
  const heading = `Drift of ${title}, the last ${figureText(runs.length, undefined)} ${runs.length === 1 ? 'run' : 'runs'}`;
  const trends = trendLines(runs);
  return {
    text: escapedWithin([heading, ...shown.map(runLine)].join('\n'), 3_000),
    blocks: [
      { type: 'section', text: plain(heading, 150) },
      preformatted(shown.map(runLine).join('\n')),
      ...(trends.length === 0 ? [] : [preformatted(trends.join('\n'))]),
      smallPrint([
        { own: 'days are UTC’s: the end of what was looked at' },
        ...(trends.length === 0 ? [] : [{ own: 'below: how far apart, the newest last' }]),
      ]),
    ],
  };
}

/** `10-02 06:00  3/25  12 % moderate`. */
function runLine({ window, drifted, tested, share, severity, prediction }: DriftRun): string {
  const when = new Date(window.end).toISOString().slice(5, 16).replace('T', ' ');
  const part = `${drifted}/${tested}`.padStart(7);
  const predicted = prediction?.drift === true ? ' +pred.' : '';
  return `${when} ${part} ${figureText(100 * share, '%', 2).padStart(5)} ${severity}${predicted}`;
}

/** The features that are furthest from their reference now. */
function trendLines(runs: readonly DriftRun[]): readonly string[] {
  const last = runs.at(-1);
  if (last === undefined || runs.length < 2) return [];
  const worst = Object.entries(last.features)
    .toSorted(([, a], [, b]) => b.distance - a.distance)
    .slice(0, MOST_FEATURES);
  return worst.map(([name, { distance }]) => {
    const values = runs.slice(-SPARKS).map(({ features }) => features[name]?.distance);
    const shown =
      name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 1).toWellFormed()}…` : name;
    return `${shown.replaceAll(/\s+/gu, ' ').padEnd(NAME_WIDTH)} ${sparkline(values, 0, FAR)} ${distance.toFixed(2)}`;
  });
}
