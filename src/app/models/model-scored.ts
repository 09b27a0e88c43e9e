import { openData } from '../../drift/data/open.ts';
import type { LabelColumns } from '../../drift/score/read-labels.ts';
import { scoreFile } from '../../drift/score/score-file.ts';
import type { ScoreReport } from '../../drift/score/score-text.ts';

export { scoreJson, scoreText } from '../../drift/score/score-text.ts';

/** The score of a file of labels. @throws DataProblem, Mistake */
export async function scoreLabels(
  from: string,
  columns: LabelColumns,
  threshold: number,
): Promise<ScoreReport> {
  const s3 = async () => (await import('./s3-client.ts')).createS3Client({});
  return scoreFile(openData(from, { s3 }), columns, threshold);
}
