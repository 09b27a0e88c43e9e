import { once } from 'node:events';
import { openData } from '../../drift/data/open.ts';
import { readRows } from '../../drift/degradation/read-rows.ts';
import type { ReadingRows } from '../../drift/degradation/rows-reader.ts';
import { told } from '../../drift/told.ts';
import { answerTasks } from '../../threads/answer-tasks.ts';

/** The thread beside the main one in which files of predictions and labels are read. */
answerTasks<ReadingRows>(({ from, window, s3, kept, ...wanted }, onProgress) => {
  const source = openData(from, {
    isSparse: true,
    window,
    // It takes longer to load than small files take to be read.
    s3: async () => (await import('./s3-client.ts')).createS3Client(s3),
  });
  return told(() =>
    readRows(source, wanted, async (slice) => {
      onProgress(slice);
      await once(kept, 'message');
    }),
  );
});
