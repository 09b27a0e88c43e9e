import type { S3Client } from '@aws-sdk/client-s3';
import type { Batch } from './batch.ts';
import { bytesOf } from './bytes.ts';
import { readCsv } from './csv/read.ts';
import { localParts, missingFile } from './files/local.ts';
import { formatOf, type Format } from './files/names.ts';
import { filledIn, hasPlaces, type Window } from './files/window.ts';
import { readJsonl } from './jsonl.ts';
import { NoteBook, type Notes } from './notes.ts';
import { readParquet } from './parquet/read.ts';
import type { Part, PartBatch, Wanted } from './part.ts';
import { DataProblem } from './problem.ts';
import { counted, listed } from './words.ts';

/** Rows of a file, or of several that are read as one. */
export interface DataSource {
  /** As it was asked for: a path, a pattern, `s3://bucket/prefix`. */
  readonly name: string;
  /**
   * Its rows, in batches; the next is read when it is asked for.
   *
   * @throws DataProblem
   */
  batches(reading?: Reading): AsyncGenerator<Batch>;
}

export interface Reading {
  /** Which columns are read; all unless told. Parquet fetches no others. */
  readonly wants?: (column: string) => boolean;
  /**
   * Batches may hold some of the columns of their rows, and others bring the rest. Parquet is read so with
   * a page in memory instead of a page of each column.
   */
  readonly byColumn?: boolean;
  /** Told what was found that does not stop the reading. */
  readonly notes?: Notes;
  readonly signal?: AbortSignal;
  /** Told after each batch. */
  readonly onProgress?: (progress: ReadingProgress) => void;
}

export interface ReadingProgress {
  readonly rows: number;
  /** The part that is read, from 1, and how many there are. */
  readonly part: number;
  readonly parts: number;
}

export interface OpenOptions {
  /** The time that is filled in for `{date}` and `{hour}`. */
  readonly window?: Window;
  /** That some days have nothing is no news: it is not remarked on. */
  readonly isSparse?: boolean;
  /** Makes the client for `s3://` addresses, when there is one. */
  readonly s3?: () => Promise<S3Client>;
  /** Milliseconds for an answer of S3's; a minute unless told. */
  readonly patience?: number;
}

/**
 * Data at an address: a file, a folder of parts, a pattern such as `part-*.csv`, or `s3://bucket/prefix`,
 * with `{date}` and `{hour}` for the days and hours of a window. CSV and JSONL may be packed with gzip.
 */
export function openData(from: string, options: OpenOptions = {}): DataSource {
  return { name: from, batches: (reading = {}) => batchesOf(from, options, reading) };
}

async function* batchesOf(
  from: string,
  options: OpenOptions,
  reading: Reading,
): AsyncGenerator<Batch> {
  const notes = reading.notes ?? new NoteBook();
  const parts = await partsOf(from, options, notes, reading.signal);
  const wanted: Wanted = {
    wants: reading.wants ?? (() => true),
    byColumn: reading.byColumn ?? false,
    notes,
    signal: reading.signal,
  };
  const headers = new Map<string, readonly string[]>();
  let firstRow = 0;
  for (const [index, part] of parts.entries()) {
    let rows = 0;
    try {
      for await (const batch of await batchesOfPart(part, wanted)) {
        reading.signal?.throwIfAborted();
        rows = Math.max(rows, batch.firstRow + batch.rows);
        headers.set(part.name, batch.names);
        yield {
          ...batch,
          firstRow: firstRow + batch.firstRow,
          file: { writtenAt: part.writtenAt, firstRow: batch.firstRow },
        };
        reading.onProgress?.({ rows: firstRow + rows, part: index + 1, parts: parts.length });
      }
    } finally {
      await part.close();
    }
    if (rows === 0 && parts.length > 1) notes.remark(`${part.name} has no rows.`);
    firstRow += rows;
  }
  noteMissing(headers, notes);
  if (firstRow === 0) throw noRows(from, parts, headers.size > 0);
}

async function partsOf(
  from: string,
  { window, s3, patience, isSparse = false }: OpenOptions,
  notes: Notes,
  signal?: AbortSignal,
): Promise<Part[]> {
  const parts: Part[] = [];
  const addresses = filledIn(from, window);
  for (const address of addresses) {
    const found = from.startsWith('s3://')
      ? await (await import('./files/s3.ts')).s3Parts(address, s3, signal, patience)
      : await localParts(address);
    if (found.length === 0 && hasPlaces(from) && !isSparse)
      notes.remark(`There is nothing at ${address}.`);
    parts.push(...found);
  }
  const known = parts.filter((part) => formatOf(part.name) !== undefined);
  // Beside the data there may be files about it.
  if (known.length > 0) return known;
  if (parts.length > 0) return parts;
  throw await nothingThere(from, addresses);
}

async function nothingThere(from: string, addresses: readonly string[]): Promise<DataProblem> {
  if (hasPlaces(from)) {
    const what = `There is nothing at ${from} for this time, from ${addresses[0]} to ${addresses.at(-1)}.`;
    return new DataProblem('nothing-there', what, 'Look at the address and at what writes it.');
  }
  if (!from.startsWith('s3://')) return missingFile(from);
  const what = `There is nothing at ${from}.`;
  return new DataProblem('nothing-there', what, 'Look at the bucket and the prefix.');
}

async function batchesOfPart(part: Part, wanted: Wanted): Promise<AsyncGenerator<PartBatch>> {
  const format = formatOf(part.name) ?? (await formatWithin(part, wanted.signal));
  if (format === 'parquet') return readParquet(part, wanted);
  const read = format === 'csv' ? readCsv : readJsonl;
  return read(part.name, bytesOf(part, wanted.signal), wanted);
}

/** What a file with a name that says nothing begins as. */
async function formatWithin(part: Part, signal?: AbortSignal): Promise<Format> {
  const start = (await part.slice(0, Math.min(64, part.size), signal)).toString('latin1');
  if (start.startsWith('PAR1')) return 'parquet';
  return /^\s*[[{]/u.test(start) ? 'jsonl' : 'csv';
}

/** Columns that some parts have and others lack. */
function noteMissing(headers: ReadonlyMap<string, readonly string[]>, notes: Notes): void {
  const all = new Set([...headers.values()].flat());
  for (const [part, names] of headers) {
    const lacking = [...all.difference(new Set(names))];
    if (lacking.length === 0) continue;
    notes.remark(
      `${part} lacks ${lacking.length === 1 ? 'the column' : 'the columns'} ${listed(lacking)}: in its rows the value counts as missing.`,
    );
  }
}

function noRows(from: string, parts: readonly Part[], hasNames: boolean): DataProblem {
  const many = parts.length > 1 ? ` and its ${counted(parts.length, 'part')}` : '';
  const what = hasNames
    ? `${from}${many} has the names of columns, and no rows.`
    : `${from}${many} is empty.`;
  return new DataProblem('empty', what, 'Look at what writes it.');
}
