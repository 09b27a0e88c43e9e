import { Mistake } from '../../config/mistake.ts';
import { reportCsv } from '../../drift/report/csv.ts';
import { reportJson } from '../../drift/report/json.ts';
import type { DriftReport } from '../../drift/report/report.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import type { Answer } from '../answer.ts';
import type { CommandHandling } from '../commands/command.ts';
import type { Job } from '../jobs/job.ts';
import { shareWhereSeen } from '../share-where-seen.ts';

export type ExportFormat = 'csv' | 'json';

/** The last report of a model as a file, where the answer is seen. */
export async function exportReport(
  { name, title }: WatchedModel,
  format: ExportFormat,
  handling: CommandHandling,
  { signal, progress }: Job,
): Promise<Answer> {
  progress('reading the report');
  const text = await handling.drift.reports.report(name);
  if (text === undefined) {
    throw new Mistake(`${name} was not compared on schedule yet`, 'there is nothing to export');
  }
  // Written by us alone, so trusted.
  const report: DriftReport = JSON.parse(text);
  const day = new Date(report.at).toISOString().slice(0, 10);
  const file = {
    name: `drift-${name}-${day}-${handling.request.traceId.slice(0, 8)}.${format}`,
    text: format === 'csv' ? reportCsv(report) : `${JSON.stringify(reportJson(report), null, 2)}\n`,
  };
  progress('writing the file');
  const where = await shareWhereSeen(file, handling, signal);
  return { text: `The last drift report of ${title === name ? name : 'the model'}: ${where}` };
}
