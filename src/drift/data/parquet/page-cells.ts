import type { ColumnDecoder, DecodedArray, PageHeader } from 'hyparquet/src/types.js';
import { convertWithDictionary } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import type { Cell } from '../cell.ts';

export type PageCells = ArrayLike<Cell | undefined>;

/**
 * The cells of a data page of a column of single values. hyparquet's own `readPage` makes an array of objects of
 * every page in which a value may be missing; here numbers stay numbers, and NaN where there is none.
 */
export function cellsOfPage(
  bytes: Uint8Array,
  header: PageHeader,
  decoder: ColumnDecoder,
  dictionary: DecodedArray | undefined,
): PageCells {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const described = first ?? second;
  if (described === undefined) throw new Error('a page of another type');
  const { definitionLevels: levels, dataPage } =
    first === undefined
      ? readDataPageV2(bytes, header, decoder)
      : readDataPage(unpacked(bytes, header, decoder), first, decoder);
  const values = convertWithDictionary(dataPage, dictionary, described.encoding, decoder);
  const count = described.num_values;
  if (values.length === count) return values;
  if (levels?.length !== count) throw new Error('a page with other values than it says');
  return spread(values, levels);
}

function unpacked(bytes: Uint8Array, header: PageHeader, decoder: ColumnDecoder): Uint8Array {
  const { codec, compressors } = decoder;
  return decompressPage(bytes, header.uncompressed_page_size, codec, compressors);
}

/** Puts values where their level says that there is one. */
function spread(values: DecodedArray, levels: readonly number[]): PageCells {
  const cells =
    values instanceof Float64Array
      ? new Float64Array(levels.length).fill(Number.NaN)
      : Array.from({ length: levels.length }, (): Cell => null);
  let next = 0;
  for (const [row, level] of levels.entries()) {
    if (level === 0) continue;
    cells[row] = values[next];
    next += 1;
  }
  if (next !== values.length) throw new Error('a page with other values than it says');
  return cells;
}
