import { parquetMetadataAsync, type FileMetaData, type RowGroup } from 'hyparquet';
import { ArrayCells } from '../batch.ts';
import { checkColumns } from '../most-columns.ts';
import type { Part, PartBatch, Wanted } from '../part.ts';
import { DataProblem, orUnreadable } from '../problem.ts';
import { counted } from '../words.ts';
import type { PageCells } from './page-cells.ts';
import { pagesOf, placeOf } from './pages.ts';
import { columnsOf, type ParquetColumn } from './schema.ts';
import { joined, StretchReader } from './stretch.ts';

const MAGIC = 'PAR1';
const ENCRYPTED = 'PARE';
/** It is read whole. A thousand columns in a thousand row groups take about as much. */
const LARGEST_FOOTER = 128 << 20;
const AGAIN = 'Write it, or copy it, again.';

/** Reads Parquet: only the columns that are wanted, a page at a time. */
export async function* readParquet(part: Part, wanted: Wanted): AsyncGenerator<PartBatch> {
  const metadata = await metadataOf(part, wanted.signal);
  try {
    const columns = wantedColumns(metadata, wanted);
    checkColumns(part.name, columns.length);
    const names = columns.map(({ name }) => name);
    yield { firstRow: 0, rows: 0, names, columns: new Map() };
    let firstRow = 0;
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      const read = new GroupReader(part, group, columns, wanted.signal);
      const batches = wanted.byColumn ? read.byColumn() : read.together();
      for await (const batch of batches) {
        yield { ...batch, names, firstRow: firstRow + batch.firstRow };
      }
      // A table whose columns nobody wants still has rows.
      if (columns.length === 0) yield { firstRow, rows, names, columns: new Map() };
      firstRow += rows;
    }
  } catch (error) {
    if (wanted.signal?.aborted === true) throw error;
    const packed = unknownPacking(metadata);
    throw packed === undefined
      ? orUnreadable(error, `${part.name} is damaged: its columns can't be read.`, AGAIN)
      : orUnreadable(
          error,
          `${part.name} is packed with ${packed}, which can't be read.`,
          'Write it with zstd, snappy or gzip.',
        );
  }
}

function wantedColumns(metadata: FileMetaData, { wants, notes }: Wanted): ParquetColumn[] {
  return columnsOf(metadata).flatMap((column) => {
    if (!wants(column.name)) return [];
    if (!('why' in column)) return [column];
    notes.unusable(column.name, column.why);
    return [];
  });
}

async function metadataOf(part: Part, signal?: AbortSignal): Promise<FileMetaData> {
  const end = await part.slice(Math.max(0, part.size - 8), part.size, signal);
  const mark = end.toString('latin1', Math.max(0, end.length - 4));
  if (mark === ENCRYPTED) {
    const what = `${part.name} is encrypted.`;
    throw new DataProblem('unreadable', what, 'Write it without encryption.');
  }
  if (mark !== MAGIC || part.size < 12) {
    const start = await part.slice(0, Math.min(4, part.size), signal);
    const what = start.toString('latin1').startsWith(MAGIC)
      ? `${part.name} is cut short: it has no footer, which is the end of every Parquet file.`
      : `${part.name} is no Parquet file.`;
    throw new DataProblem('unreadable', what, AGAIN);
  }
  if (end.readUInt32LE() > LARGEST_FOOTER) {
    const what = `${part.name} is damaged: its footer would have ${counted(end.readUInt32LE(), 'byte')}.`;
    throw new DataProblem('unreadable', what, AGAIN);
  }
  const file = {
    byteLength: part.size,
    async slice(from: number, to = part.size) {
      const bytes = await part.slice(from, to, signal);
      return Uint8Array.from(bytes).buffer;
    },
  };
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    if (metadata.schema.length === 0) throw new Error('no schema');
    return metadata;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw orUnreadable(error, `${part.name} is damaged: its footer can't be read.`, AGAIN);
  }
}

function unknownPacking({ row_groups: groups }: FileMetaData): string | undefined {
  const codecs = groups.flatMap(({ columns }) => columns.map(({ meta_data: data }) => data?.codec));
  return codecs.find((codec) => codec === 'LZO');
}

type GroupBatch = Omit<PartBatch, 'names'>;

/** The wanted columns of a row group. */
class GroupReader {
  readonly #part: Part;
  readonly #rows: number;
  readonly #chunks: { readonly column: ParquetColumn; readonly data: ChunkData }[];
  readonly #signal: AbortSignal | undefined;

  constructor(
    part: Part,
    group: RowGroup,
    columns: readonly ParquetColumn[],
    signal: AbortSignal | undefined,
  ) {
    this.#part = part;
    this.#rows = Number(group.num_rows);
    this.#signal = signal;
    this.#chunks = columns.map((column) => ({ column, data: chunkOf(group, column.name) }));
  }

  /** Each column to its end, in the order of the file: at any time no more than a page is held. */
  async *byColumn(): AsyncGenerator<GroupBatch> {
    const runs = joined(this.#chunks.map(({ data }) => placeOf(data)));
    const reader = new StretchReader(this.#part, runs, this.#signal);
    const inOrder = this.#chunks.toSorted((a, b) => placeOf(a.data).start - placeOf(b.data).start);
    for (const { column, data } of inOrder) {
      let firstRow = 0;
      for await (const cells of pagesOf(reader, data, column, this.#rows)) {
        const columns = new Map([[column.name, new ArrayCells(cells)]]);
        yield { firstRow, rows: cells.length, columns };
        firstRow += cells.length;
      }
    }
  }

  /** All columns side by side: of each a page is held. */
  async *together(): AsyncGenerator<GroupBatch> {
    const columns = this.#chunks.map(({ column, data }) => {
      const reader = new StretchReader(this.#part, [placeOf(data)], this.#signal);
      return new PagedColumn(column.name, pagesOf(reader, data, column, this.#rows));
    });
    for (let firstRow = 0; firstRow < this.#rows && columns.length > 0;) {
      const ready = await Promise.all(columns.map((column) => column.ready()));
      const rows = Math.min(...ready);
      if (rows === 0) throw new Error('a column with fewer rows than its row group');
      yield {
        firstRow,
        rows,
        columns: new Map(columns.map((column) => [column.name, column.take(rows)])),
      };
      firstRow += rows;
    }
  }
}

type ChunkData = NonNullable<RowGroup['columns'][number]['meta_data']>;

function chunkOf(group: RowGroup, name: string): ChunkData {
  const chunk = group.columns.find(({ meta_data: data }) => data?.path_in_schema[0] === name);
  if (chunk?.meta_data === undefined) throw new Error('a row group without one of the columns');
  return chunk.meta_data;
}

/** Hands out the cells of pages in pieces of any length. */
class PagedColumn {
  readonly name: string;
  readonly #pages: AsyncGenerator<PageCells>;
  #page: PageCells = [];
  #at = 0;

  constructor(name: string, pages: AsyncGenerator<PageCells>) {
    this.name = name;
    this.#pages = pages;
  }

  /** How many cells can be taken; 0 at the end. */
  async ready(): Promise<number> {
    while (this.#at === this.#page.length) {
      const next = await this.#pages.next();
      if (next.done === true) return 0;
      this.#page = next.value;
      this.#at = 0;
    }
    return this.#page.length - this.#at;
  }

  take(count: number): ArrayCells {
    const from = this.#at;
    this.#at += count;
    const page = this.#page;
    return new ArrayCells(Array.from({ length: count }, (_, index) => page[from + index]));
  }
}
