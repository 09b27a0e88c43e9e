import { distanceOf } from '../../drift/runs/figures.ts';
import type { CategoricalRow, DriftReport, NumericRow } from '../../drift/report/report.ts';

/** What a phone shows of a line. */
const NAME_WIDTH = 14;
const MOST_ROWS = 12;

type TestedRow = NumericRow | CategoricalRow;

/** The worst features in a line each, 36 characters wide: a phone shows no more. */
export function reportTable({ features }: Pick<DriftReport, 'features'>): string | undefined {
  const tested = features.filter((row) => row.kind !== 'untested');
  if (tested.length === 0) return undefined;
  const shown = tested.slice(0, MOST_ROWS).map(line);
  const rest = tested.slice(MOST_ROWS);
  const head = ['', 'FEATURE', 'APART', 'PSI', 'P'];
  const more = rest.length === 0 ? [] : [moreText(rest)];
  return [...[head, ...shown].map(inColumns), ...more].join('\n');
}

function line(row: TestedRow): readonly string[] {
  const test = row.kind === 'numeric' ? row.ks : row.chi2;
  return [
    row.drift ? '▲' : '·',
    row.feature,
    distanceOf(row).toFixed(2),
    row.kind === 'numeric' ? psiText(row.psi) : '',
    test.pvalue < 0.001 ? '<.001' : test.pvalue.toFixed(3).replace(/^0/u, ''),
  ];
}

function psiText(psi: number): string {
  return psi < 100 ? psi.toFixed(2) : '>99';
}

function inColumns([sign = '', feature = '', apart = '', psi = '', p = '']: readonly string[]) {
  const name = fitted(feature).padEnd(NAME_WIDTH);
  return `${sign.padEnd(1)} ${name} ${apart.padStart(5)} ${psi.padStart(5)} ${p.padStart(5)}`;
}

/** A name from outside, in one line: as much of it as there is room for. */
function fitted(name: string): string {
  const signs = [...name.replaceAll(/\s+/gu, ' ')];
  return signs.length <= NAME_WIDTH
    ? signs.join('')
    : `${signs.slice(0, NAME_WIDTH - 1).join('')}…`;
}

function moreText(rest: readonly TestedRow[]): string {
  const drifted = rest.filter(({ drift }) => drift).length;
  return `+${rest.length} more, ${drifted === 0 ? 'none' : drifted} of them drifted`;
}
