import { table } from '../../alert/table.ts';
import { utcText } from '../../alert/utc.ts';
import { visible } from '../../alert/visible.ts';
import { counted } from '../data/words.ts';
import type { QualityCheck, QualityReport } from './report.ts';

/** A report for a terminal: the worst first, and of what is as it should be no more than a line. */
export function qualityText({ data, at, rows, severity, checks, remarks }: QualityReport): string {
  const failed = checks.filter((check) => check.severity !== 'ok');
  const verdict =
    failed.length === 0 ? 'ok' : `${severity}, ${failed.length} of ${checks.length} checks failed`;
  const head = [
    `Quality of ${visible(data)}: ${verdict}`,
    `${counted(rows, 'row')}, ${utcText(at)}`,
  ];
  const fine = checks.length - failed.length;
  const sections = [
    head.join('\n'),
    ...(failed.length === 0 ? [] : [table(failed.map(cellsOf))]),
    ...(fine === 0 ? [] : [`${counted(fine, 'check')} ok.`]),
    ...(remarks.length === 0
      ? []
      : [['Remarks', ...remarks.map((one) => `  ${visible(one)}`)].join('\n')]),
  ];
  return sections.join('\n\n');
}

function cellsOf(check: QualityCheck): string[] {
  const column = check.check === 'volume' ? '' : visible(check.column);
  const rule = check.check === 'validity' ? `${visible(check.rule)}: ` : '';
  return [check.severity.toUpperCase(), check.check, column, `${rule}${visible(check.text)}`];
}
