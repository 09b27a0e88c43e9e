import { figureText } from '../../alert/figure.ts';
import { sparkline } from '../../alert/sparkline.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { DataSet } from '../../drift/quality/runs/dataset.ts';
import type { CheckFigure, QualityRun } from '../../engine/ports/quality-reports.ts';
import type { Answer } from '../answer.ts';
import { preformatted } from '../preformatted.ts';
import { fitted, shortFigure } from './words.ts';

const MOST_RUNS = 20;
const MOST_CHECKS = 15;
/** So many runs are drawn in a line. */
const SPARKS = 12;
const NAME_WIDTH = 16;

/** What a figure says of its column, in a word. */
const WORDS: Readonly<Record<CheckFigure['check'], string>> = {
  volume: 'rows',
  freshness: 'age',
  completeness: 'missing',
  validity: 'invalid',
};

/** What the last runs over a data set have found, and how the figure of each check went. */
export function historyAnswer({ title }: DataSet, runs: readonly QualityRun[]): Answer {
  const last = runs.at(-1);
  if (last === undefined) return { text: 'This data set was not checked on schedule yet.' };
  const shown = runs.slice(-MOST_RUNS).toReversed().map(runLine);
  const heading = `Quality of ${title}, the last ${figureText(runs.length, undefined)} ${runs.length === 1 ? 'run' : 'runs'}`;
  const trends = trendLines(last, runs.slice(-SPARKS));
  return {
    text: escapedWithin([heading, ...shown].join('\n'), 3_000),
    blocks: [
      { type: 'section', text: plain(heading, 150) },
      preformatted(shown.join('\n')),
      preformatted(trends.join('\n')),
      smallPrint([
        { own: 'times are UTC’s: the end of what was looked at' },
        { own: 'below: how each check went, the newest last' },
      ]),
    ],
  };
}

/** `10-02 06:00  3/12    12,345 high`. */
function runLine({ window, failed, checks, rows, severity }: QualityRun): string {
  const when = new Date(window.end).toISOString().slice(5, 16).replace('T', ' ');
  const count = figureText(rows, undefined).padStart(9);
  return `${when} ${`${failed}/${checks}`.padStart(5)} ${count} ${severity}`;
}

/** The worst by the last run first; then what failed in a run before, then the others. */
function trendLines({ figures }: QualityRun, runs: readonly QualityRun[]): readonly string[] {
  const all = figures.map((figure) => {
    const past = runs.map((run) => run.figures.find((one) => isSame(one, figure)));
    const failures = past.filter((one) => one !== undefined && one.severity !== 'ok').length;
    return { figure, values: past.map((one) => one?.value), failures };
  });
  const ordered = all.toSorted((a, b) => weight(b) - weight(a) || b.failures - a.failures);
  const shown = ordered.slice(0, MOST_CHECKS).map(({ figure, values }) => {
    const name = nameOf(figure).padEnd(NAME_WIDTH);
    return `${name} ${sparkline(values, 0).padStart(SPARKS)} ${shortFigure(figure).padStart(6)}`;
  });
  const rest = ordered.length - shown.length;
  return rest === 0 ? shown : [...shown, `+${rest} more checks`];
}

/** What fails now comes before what does not; they are in the order of the report already. */
function weight({ figure }: { readonly figure: CheckFigure }): number {
  return figure.severity === 'ok' ? 0 : 1;
}

function isSame(one: CheckFigure, other: CheckFigure): boolean {
  return one.check === other.check && one.column === other.column && one.rule === other.rule;
}

/** `e-mail missing`; of a long name as much as there is room for. */
function nameOf({ check, column }: CheckFigure): string {
  const word = WORDS[check];
  return column === undefined ? word : `${fitted(column, NAME_WIDTH - word.length - 1)} ${word}`;
}
