/** What a file holds, by its name. */
export type Format = 'csv' | 'jsonl' | 'parquet';

const ENDINGS: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  parquet: 'parquet',
  pq: 'parquet',
};

/** What a name says of a file's format, `.gz` at its end or not; undefined when it says nothing. */
export function formatOf(name: string): Format | undefined {
  const ending = /\.([a-z]+)(?:\.gz)?$/iu.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
}

/** Whether a file or folder may hold data: `_SUCCESS`, `_temporary` and `.crc` files are of other programs. */
export function isDataName(name: string): boolean {
  return !/^[._]/u.test(name);
}
