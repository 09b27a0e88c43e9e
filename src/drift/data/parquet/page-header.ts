import type { DataReader, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { z } from 'zod';

/** Larger pages are written by nobody (1 MB is usual), and a few bytes would unpack to all memory. */
const size = z
  .int()
  .min(0)
  .max(128 << 20);
const values = z.int().min(0).max(10_000_000);

/** What must be there and possible: hyparquet goes by it without looking. */
const headerSchema = z.object({
  compressed_page_size: size,
  uncompressed_page_size: size,
  data_page_header: z.object({ num_values: values, encoding: z.string() }).optional(),
  data_page_header_v2: z
    .object({
      num_values: values,
      num_nulls: values,
      num_rows: values,
      encoding: z.string(),
      definition_levels_byte_length: size,
      repetition_levels_byte_length: size,
    })
    .optional(),
  dictionary_page_header: z.object({ num_values: values }).optional(),
});

/**
 * The header of the page that begins where the reader is; the reader stands behind it then.
 *
 * @param most how many values the page can have
 * @throws for what is no header of a page
 */
export function readPageHeader(reader: DataReader, most: number): PageHeader {
  const header = parquetHeader(reader);
  const { data_page_header: first, data_page_header_v2: second } = headerSchema.parse(header);
  const count = (first ?? second)?.num_values ?? 0;
  if (count > most || (second?.num_nulls ?? 0) > count)
    throw new Error('a page of too many values');
  return header;
}
