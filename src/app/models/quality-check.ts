import path from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import { loadQualityRules } from '../../config/load-quality.ts';
import { createChecker, type Checker, type CheckWatch } from '../../drift/quality/checker.ts';
import { weightOf, type QualityReport, type QualitySeverity } from '../../drift/quality/report.ts';

export { qualityCsv } from '../../drift/quality/csv.ts';
export { qualityJson } from '../../drift/quality/json.ts';
export {
  QUALITY_SEVERITIES,
  type QualityReport,
  type QualitySeverity,
} from '../../drift/quality/report.ts';
export { qualityText } from '../../drift/quality/text.ts';

/** Beside this file: TypeScript in a checkout, JavaScript in the image. */
const PROGRAM = path.join(
  import.meta.dirname,
  `quality-worker${path.extname(import.meta.filename)}`,
);

/** Checks data in a thread of its own. */
export function startChecker(): Checker {
  return createChecker(PROGRAM);
}

export interface QualityQuestion extends CheckWatch {
  /** A path, a pattern, a folder, or `s3://bucket/prefix`. */
  readonly data: string;
  /** The file of rules. */
  readonly rules: string;
  readonly now: number;
}

/**
 * Holds data against rules, with the credentials for S3 that this process finds.
 *
 * @throws ConfigError for the rules, DataProblem for the data
 */
export async function checkQuality(question: QualityQuestion): Promise<QualityReport> {
  const { data, rules: file, now, ...watch } = question;
  const { rules, problems } = loadQualityRules(file);
  if (rules === undefined) throw new ConfigError(problems);
  const checker = startChecker();
  try {
    return await checker.check({ from: data, rules, at: now }, watch);
  } finally {
    await checker.close();
  }
}

/** Whether data is as bad as somebody wants to be told of, or worse. */
export function isAsBadAs({ severity }: QualityReport, least: QualitySeverity): boolean {
  return severity !== 'ok' && weightOf(severity) >= weightOf(least);
}
