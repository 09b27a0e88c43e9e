import type { ColumnMetaData, DecodedArray } from 'hyparquet';
import { readPage } from 'hyparquet/src/column.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import type { Cell } from '../cell.ts';
import { decimal } from './decimal.ts';
import { cellsOfPage, type PageCells } from './page-cells.ts';
import { readPageHeader } from './page-header.ts';
import type { ParquetColumn } from './schema.ts';
import type { StretchReader } from './stretch.ts';
import { UNPACK } from './unpack.ts';

/** A page's header is a few dozen bytes, with long texts as its least and largest values some more. */
const HEADER = 256 << 10;

/** Where the bytes of a column in a row group are. */
export function placeOf(chunk: ColumnMetaData): { readonly start: number; readonly end: number } {
  const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
  return { start, end: start + Number(chunk.total_compressed_size) };
}

/**
 * The cells of a column in a row group, a page after the other: a row group may be the whole file.
 *
 * @param rows of the row group
 * @throws whatever hyparquet does for bytes that it does not understand
 */
export async function* pagesOf(
  reader: StretchReader,
  chunk: ColumnMetaData,
  column: ParquetColumn,
  rows: number,
): AsyncGenerator<PageCells> {
  const decoder = {
    pathInSchema: chunk.path_in_schema,
    type: chunk.type,
    element: column.element,
    schemaPath: column.path,
    codec: chunk.codec,
    parsers: DEFAULT_PARSERS,
    compressors: UNPACK,
    // Decimals may be kept as bytes that are no text.
    utf8: column.scale === undefined,
  };
  const { start, end } = placeOf(chunk);
  let at = start;
  let read = 0;
  let dictionary: DecodedArray | undefined;
  while (read < rows) {
    const head = await reader.from(at, Math.min(end, at + HEADER));
    const headReader = readerOf(head);
    const header = readPageHeader(headReader, rows - read);
    const size = headReader.offset + header.compressed_page_size;
    const bytes = await reader.from(at, at + size);
    const page = bytes.subarray(headReader.offset, size);
    at += size;
    if (header.type === 'DICTIONARY_PAGE') {
      const { data } = readPage(readerOf(page), header, decoder, undefined, undefined, 0);
      dictionary = data === undefined ? undefined : convert(data, decoder);
    } else {
      const cells = cellsOfPage(page, header, decoder, dictionary);
      read += cells.length;
      yield column.scale === undefined ? cells : decimals(cells, column.scale);
    }
  }
}

function readerOf(bytes: Buffer) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

function decimals(data: ArrayLike<unknown>, scale: number): Cell[] {
  return Array.from(data, (value) =>
    typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array
      ? decimal(value, scale)
      : null,
  );
}
