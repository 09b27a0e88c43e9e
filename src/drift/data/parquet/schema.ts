import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { parquetSchema } from 'hyparquet';
import { quoted } from '../words.ts';

/** A column of single values. */
export interface ParquetColumn {
  readonly name: string;
  readonly element: SchemaElement;
  /** From the root to the column. */
  readonly path: SchemaTree[];
  /** Digits after the point of decimals, which are kept as whole numbers. */
  readonly scale?: number;
}

/** The columns of a file; of those that hold something else than single values it says why they can't be used. */
export function columnsOf(
  metadata: FileMetaData,
): (ParquetColumn | { name: string; why: string })[] {
  const root = parquetSchema(metadata);
  return root.children.map((child) => {
    const { name } = child.element;
    const held = holds(child);
    if (held !== undefined) {
      const why = `${quoted(name)} holds ${held}: write single values into columns of their own.`;
      return { name, why };
    }
    const element = child.element;
    if (!isDecimal(element)) return { name, element, path: [root, child] };
    const plain = withoutDecimal(element);
    const path = [root, { ...child, element: plain }];
    return { name, element: plain, path, scale: element.scale ?? logicalScale(element) };
  });
}

/** What a column holds that is no single value, in the plural. */
function holds({ children, element }: SchemaTree): string | undefined {
  const kind = element.logical_type?.type ?? element.converted_type;
  if (kind === 'LIST' || element.repetition_type === 'REPEATED') return 'lists';
  if (kind === 'MAP' || kind === 'MAP_KEY_VALUE') return 'maps';
  if (kind === 'VARIANT' || kind === 'JSON' || kind === 'BSON') return 'documents';
  if (kind === 'GEOMETRY' || kind === 'GEOGRAPHY') return 'shapes';
  if (kind === 'INTERVAL') return 'intervals';
  if (children.length > 0) return 'structures';
  const known = ['DECIMAL', 'UUID', 'FLOAT16'];
  const isBytes = element.type === 'FIXED_LEN_BYTE_ARRAY' && !known.includes(kind ?? '');
  return isBytes ? 'bytes' : undefined;
}

function isDecimal(element: SchemaElement): boolean {
  return element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL';
}

function logicalScale({ logical_type: logical }: SchemaElement): number {
  return logical?.type === 'DECIMAL' ? logical.scale : 0;
}

/** hyparquet multiplies decimals by 0.01 and the like, which is not the nearest number: 19.990000000000002. */
function withoutDecimal(element: SchemaElement): SchemaElement {
  const plain = { ...element };
  delete plain.converted_type;
  delete plain.logical_type;
  return plain;
}
