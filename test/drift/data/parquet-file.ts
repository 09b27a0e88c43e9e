import { gzipSync, zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { Part } from '../../../src/drift/data/part.ts';

export const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD'] as const;
export type Codec = (typeof CODECS)[number];

/** A Parquet file in memory. */
export function parquetOf(
  columnData: ColumnSource[],
  { codec = 'ZSTD', rowGroupSize = 1000, pageSize = 1 << 20 }: ParquetSettings = {},
): Buffer {
  const written = parquetWriteBuffer({
    columnData,
    codec,
    rowGroupSize,
    pageSize,
    compressors: { ZSTD: (bytes) => zstdCompressSync(bytes), GZIP: (bytes) => gzipSync(bytes) },
  });
  return Buffer.from(written);
}

export interface ParquetSettings {
  readonly codec?: Codec;
  readonly rowGroupSize?: number;
  readonly pageSize?: number;
}

/** A part whose bytes are at hand; remembers what was read of it. */
export class MemoryPart implements Part {
  readonly name: string;
  readonly size: number;
  readonly piece = 1000;
  readonly writtenAt = 0;
  readonly slices: [number, number][] = [];
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, name = 'data.parquet') {
    this.#bytes = bytes;
    this.name = name;
    this.size = bytes.length;
  }

  async slice(start: number, end: number): Promise<Buffer> {
    this.slices.push([start, end]);
    if (start < 0 || end > this.size || end < start) throw new RangeError('outside of the file');
    return this.#bytes.subarray(start, end);
  }

  async close(): Promise<void> {}
}
