import path from 'node:path';
import { createRowsReader, type RowsReader } from '../../drift/degradation/rows-reader.ts';

/** Beside this file: TypeScript in a checkout, JavaScript in the image. */
const PROGRAM = path.join(import.meta.dirname, `rows-worker${path.extname(import.meta.filename)}`);

/** Reads files of predictions and labels in a thread of its own. */
export function startRowsReader(): RowsReader {
  return createRowsReader(PROGRAM);
}
