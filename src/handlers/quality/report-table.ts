import { figureOf } from '../../drift/quality/runs/figures.ts';
import type { QualityReport } from '../../drift/quality/report.ts';
import { fitted, shortFigure } from './words.ts';

/** What a phone shows of a line. */
const CHECK_WIDTH = 12;
const NAME_WIDTH = 14;
const FIGURE_WIDTH = 7;
const MOST_ROWS = 12;

/** What failed in a line each, the worst first, 36 characters wide: a phone shows no more. */
export function reportTable({
  checks,
  rows,
}: Pick<QualityReport, 'checks' | 'rows'>): string | undefined {
  const failed = checks.filter(({ severity }) => severity !== 'ok');
  if (failed.length === 0) return undefined;
  const lines = failed.slice(0, MOST_ROWS).map((check) => {
    const figure = figureOf(check, rows);
    return inColumns('▲', check.check, figure.column ?? '', shortFigure(figure));
  });
  const rest = failed.length - lines.length;
  return [
    inColumns('', 'CHECK', 'COLUMN', 'FOUND'),
    ...lines,
    ...(rest === 0 ? [] : [`+${rest} more failed`]),
  ].join('\n');
}

function inColumns(sign: string, check: string, column: string, figure: string): string {
  const name = fitted(column, NAME_WIDTH).padEnd(NAME_WIDTH);
  return `${sign.padEnd(1)} ${check.padEnd(CHECK_WIDTH)} ${name} ${figure.padStart(FIGURE_WIDTH)}`;
}
