import { ConfigError } from '../config/config-error.ts';
import { loadQualityRules } from '../config/load-quality.ts';
import { openData, type ReadingProgress } from '../drift/data/open.ts';
import { gather } from '../drift/quality/gather.ts';
import { judge } from '../drift/quality/judge.ts';
import { qualityJson } from '../drift/quality/json.ts';
import {
  QUALITY_SEVERITIES,
  weightOf,
  type QualityReport,
  type QualitySeverity,
} from '../drift/quality/report.ts';
import { qualityText } from '../drift/quality/text.ts';

export { qualityJson, qualityText, QUALITY_SEVERITIES, type QualityReport, type QualitySeverity };

export interface QualityQuestion {
  /** A path, a pattern, a folder, or `s3://bucket/prefix`. */
  readonly data: string;
  /** The file of rules. */
  readonly rules: string;
  readonly now: number;
  readonly onProgress?: (progress: ReadingProgress) => void;
}

/**
 * Holds data against rules, with the credentials for S3 that this process finds.
 *
 * @throws ConfigError for the rules, DataProblem for the data
 */
export async function checkQuality(question: QualityQuestion): Promise<QualityReport> {
  const { data, rules: file, now, onProgress } = question;
  const { rules, problems } = loadQualityRules(file);
  if (rules === undefined) throw new ConfigError(problems);
  const s3 = async () => (await import('./s3-client.ts')).createS3Client({});
  const source = openData(data, { s3 });
  const gathered = await gather(source, rules, {
    now,
    ...(onProgress !== undefined && { onProgress }),
  });
  return judge(gathered, rules, now);
}

/** Whether data is as bad as somebody wants to be told of, or worse. */
export function isAsBadAs({ severity }: QualityReport, least: QualitySeverity): boolean {
  return severity !== 'ok' && weightOf(severity) >= weightOf(least);
}
