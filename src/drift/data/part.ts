import type { Cells } from './batch.ts';
import type { Notes } from './notes.ts';

/** A file, or an object of S3's: bytes that can be read from anywhere in it. */
export interface Part {
  /** As people know it: a path, or `s3://bucket/key`. */
  readonly name: string;
  readonly size: number;
  /** When it was last written, epoch milliseconds; Infinity where nobody says. */
  readonly writtenAt: number;
  /** How many bytes are best read at once: few of a disk, many of a service. */
  readonly piece: number;
  /** The bytes from `start` to before `end`, all of them. @throws DataProblem */
  slice(start: number, end: number, signal?: AbortSignal): Promise<Buffer>;
  close(): Promise<void>;
}

/** What is wanted of a part. */
export interface Wanted {
  /** Whether a column is to be read. */
  readonly wants: (column: string) => boolean;
  /** Batches may hold some of the columns of their rows, and the others come later. */
  readonly byColumn: boolean;
  readonly notes: Notes;
  readonly signal?: AbortSignal | undefined;
}

/** Rows of a part, or some columns of them: see `Batch`. */
export interface PartBatch {
  /** Of the part, from 0. */
  readonly firstRow: number;
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, Cells>;
}
