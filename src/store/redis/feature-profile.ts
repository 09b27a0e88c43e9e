import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { FeatureProfile } from '../../engine/ports/baselines.ts';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** Before a profile's JSON stands how long that is; what follows it are the numbers of a sample. */
const LENGTH = 4;

/** A profile as it is kept: packed, for a sample of 10,000 is 80 kB. */
export async function packProfile(profile: FeatureProfile): Promise<Buffer> {
  const [written, sample] = partsOf(profile);
  const json = Buffer.from(JSON.stringify(written));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(json.length);
  const { buffer, byteOffset, byteLength } = sample;
  return pack(Buffer.concat([length, json, new Uint8Array(buffer, byteOffset, byteLength)]));
}

function partsOf(profile: FeatureProfile): [written: object, sample: Float64Array] {
  switch (profile.kind) {
    case 'numeric': {
      const { sample, ...rest } = profile;
      return [rest, sample];
    }
    case 'categorical':
      return [{ ...profile, counts: [...profile.counts] }, new Float64Array()];
    case 'unusable':
      return [profile, new Float64Array()];
  }
}

/** Reads a profile back: written by us alone, so trusted. */
export async function unpackProfile(packed: Buffer): Promise<FeatureProfile> {
  const bytes = await unpack(packed);
  const end = LENGTH + bytes.readUInt32LE();
  const written = JSON.parse(bytes.toString('utf8', LENGTH, end));
  switch (written.kind) {
    case 'numeric':
      // Doubles begin at multiples of eight: a copy does.
      return { ...written, sample: new Float64Array(new Uint8Array(bytes.subarray(end)).buffer) };
    case 'categorical':
      return { ...written, counts: new Map(written.counts) };
    default:
      return written;
  }
}
