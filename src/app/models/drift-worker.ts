import { openData } from '../../drift/data/open.ts';
import { compareTables } from '../../drift/report/compare.ts';
import type {
  Comparing,
  ComparisonProgress,
  ComparisonTask,
  Side,
} from '../../drift/report/comparer.ts';
import { readSides, type Readable } from '../../drift/report/read-sides.ts';
import { ofBoth } from '../../drift/report/sides.ts';
import { told } from '../../drift/told.ts';
import { answerTasks } from '../../threads/answer-tasks.ts';

/** The thread beside the main one in which data is read and compared. */
answerTasks<Comparing>((task, onProgress) => told(() => compare(task, onProgress)));

async function compare(
  { sides, columns, ...comparison }: ComparisonTask,
  onProgress: (progress: ComparisonProgress) => void,
) {
  const tables = await readSides(ofBoth(sides, readable), columns, onProgress);
  return compareTables(tables, comparison, (done, of) =>
    onProgress({ text: `comparing, ${done} of ${of} features`, share: done / of }),
  );
}

function readable(side: Side): Readable {
  if ('table' in side) return side.table;
  const { from, window, s3 } = side;
  return openData(from, {
    ...(window && { window }),
    // It takes longer to load than to compare small files.
    ...(s3 && { s3: async () => (await import('./s3-client.ts')).createS3Client(s3) }),
  });
}
