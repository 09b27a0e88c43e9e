import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

const BY_CODEC: Compressors = {
  ...compressors,
  GZIP: (packed, size) => gunzipSync(packed, { maxOutputLength: size }),
  ZSTD: (packed, size) => zstdDecompressSync(packed, { maxOutputLength: size }),
  BROTLI: (packed, size) => brotliDecompressSync(packed, { maxOutputLength: size }),
};

/** How pages are unpacked: by Node itself where it knows the format, which is several times as fast. */
export const UNPACK: Compressors = Object.fromEntries(
  Object.entries(BY_CODEC).map(([codec, unpack]) => [codec, orNothing(unpack)]),
);

/** A page of nothing but missing values has no bytes of values, which is no input to some. */
function orNothing(unpack: Unpack): Unpack {
  return (packed, size) => (size === 0 ? new Uint8Array(0) : unpack(packed, size));
}
