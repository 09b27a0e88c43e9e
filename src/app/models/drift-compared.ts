import path from 'node:path';
import { createComparer, type Comparer } from '../../drift/report/comparer.ts';
import type { DriftReport } from '../../drift/report/report.ts';
import { rowPicture } from '../../handlers/drift/row-picture.ts';
import { createChartRenderer } from '../../metrics/charts/renderer.ts';

export type { ComparisonTask } from '../../drift/report/comparer.ts';
export { reportCsv } from '../../drift/report/csv.ts';
export { reportJson } from '../../drift/report/json.ts';
export type { DriftReport, ReportSeverity } from '../../drift/report/report.ts';
export { DEFAULT_RULES, type DriftRules } from '../../drift/report/rules.ts';
export { REPORT_SEVERITIES } from '../../drift/report/severity.ts';
export { reportText } from '../../drift/report/text.ts';

/** Beside this file: TypeScript in a checkout, JavaScript in the image. */
const PROGRAM = path.join(import.meta.dirname, `drift-worker${path.extname(import.meta.filename)}`);

/** Compares data in a thread of its own. */
export function startComparer(): Comparer {
  return createComparer(PROGRAM);
}

/** The picture of the worst feature, as PNG; undefined where none can be drawn. */
export async function drawWorst(report: DriftReport): Promise<Uint8Array | undefined> {
  const worst = report.features.find((row) => row.kind !== 'untested');
  if (worst === undefined) return undefined;
  const renderer = createChartRenderer();
  try {
    return await renderer.render(rowPicture(worst, report));
  } finally {
    await renderer.close();
  }
}
