import { DataProblem } from './problem.ts';

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Without the byte order mark that some programs put before UTF-8. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(MARK) ? bytes.subarray(3) : bytes;
}

/**
 * Looks at the beginning of a text file.
 *
 * @throws DataProblem for UTF-16, and for what is no text
 */
export function checkText(bytes: Buffer, name: string): void {
  const mark = bytes.subarray(0, 2).toString('hex');
  const head = bytes.subarray(0, 1024);
  const isWide = [0, 1].some((odd) => head.length > 3 && isEveryOther(head, odd));
  if (mark === 'fffe' || mark === 'feff' || isWide) {
    const what = `${name} is written in UTF-16.`;
    const mend = 'Save it as UTF-8 (iconv -f UTF-16 -t UTF-8 OLD > NEW).';
    throw new DataProblem('unreadable', what, mend);
  }
  if (head.includes(0)) {
    const what = `${name} is no text: it has zero bytes.`;
    throw new DataProblem('unreadable', what, 'Write it as CSV, JSONL or Parquet.');
  }
}

/** Zero bytes at each even, or each odd place: ASCII in UTF-16. */
function isEveryOther(bytes: Buffer, odd: number): boolean {
  return bytes.every((byte, index) => (index % 2 === odd) === (byte === 0));
}
