import { Mistake, quoted } from '../../config/mistake.ts';
import type { ExportFormat } from '../drift/export-report.ts';
import type { Word } from './words.ts';

const FORMATS: readonly ExportFormat[] = ['csv', 'json'];

/** How a report is to be exported: CSV where nobody says. @throws Mistake */
export function exportFormatIn(word: Word | undefined): ExportFormat {
  const wanted = word?.text.toLowerCase() ?? 'csv';
  const found = FORMATS.find((format) => format === wanted);
  if (found !== undefined) return found;
  throw new Mistake(`there is no export as ${quoted(wanted)}`, 'write csv or json');
}
