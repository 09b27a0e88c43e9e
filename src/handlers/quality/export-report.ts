import { Mistake } from '../../config/mistake.ts';
import { qualityCsv } from '../../drift/quality/csv.ts';
import { qualityJson } from '../../drift/quality/json.ts';
import type { QualityReport } from '../../drift/quality/report.ts';
import type { DataSet } from '../../drift/quality/runs/dataset.ts';
import type { Answer } from '../answer.ts';
import type { CommandHandling } from '../commands/command.ts';
import type { ExportFormat } from '../drift/export-report.ts';
import type { Job } from '../jobs/job.ts';
import { shareWhereSeen } from '../share-where-seen.ts';

/** The last report of a data set as a file, where the answer is seen. */
export async function exportQuality(
  { name }: DataSet,
  format: ExportFormat,
  handling: CommandHandling,
  { signal, progress }: Job,
): Promise<Answer> {
  progress('reading the report');
  const text = await handling.quality.reports.report(name);
  if (text === undefined) {
    throw new Mistake(`${name} was not checked on schedule yet`, 'there is nothing to export');
  }
  // Written by us alone, so trusted.
  const report: QualityReport = JSON.parse(text);
  const day = new Date(report.at).toISOString().slice(0, 10);
  const file = {
    name: `quality-${name}-${day}-${handling.request.traceId.slice(0, 8)}.${format}`,
    text:
      format === 'csv' ? qualityCsv(report) : `${JSON.stringify(qualityJson(report), null, 2)}\n`,
  };
  progress('writing the file');
  const where = await shareWhereSeen(file, handling, signal);
  return { text: `The last quality report of ${name}: ${where}` };
}
