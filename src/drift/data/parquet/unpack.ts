import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** How pages are unpacked: by Node itself where it knows the format, which is several times as fast. */
export const UNPACK: Compressors = {
  ...compressors,
  GZIP: (packed, size) => unpacked(gunzipSync, packed, size),
  ZSTD: (packed, size) => unpacked(zstdDecompressSync, packed, size),
  BROTLI: (packed, size) => unpacked(brotliDecompressSync, packed, size),
};

function unpacked(
  unpack: (packed: Uint8Array, options: { maxOutputLength: number }) => Uint8Array,
  packed: Uint8Array,
  size: number,
): Uint8Array {
  // A page of nothing but missing values has no bytes of values.
  return size === 0 ? new Uint8Array(0) : unpack(packed, { maxOutputLength: size });
}
