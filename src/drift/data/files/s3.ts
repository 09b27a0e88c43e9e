import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { Part } from '../part.ts';
import { DataProblem } from '../problem.ts';
import { isDataName } from './names.ts';
import { s3Problem } from './s3-problem.ts';

/** The SDK tries again what fails before the answer begins; we, when the answer breaks off. */
const ATTEMPTS = 3;
const PAUSE = 200;

/**
 * The objects at `s3://bucket/key`, or under it as under a folder.
 *
 * @throws DataProblem
 */
export async function s3Parts(
  address: string,
  client: (() => Promise<S3Client>) | undefined,
  signal?: AbortSignal,
): Promise<Part[]> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/u.exec(address) ?? [];
  if (bucket === '' || client === undefined) {
    const what = `${address} is no address of S3's that can be read here.`;
    throw new DataProblem('wrong-address', what, 'Write s3://bucket/prefix/.');
  }
  const s3 = await client();
  const at = { s3, bucket, signal };
  if (key !== '' && !key.endsWith('/')) {
    // Of all keys that begin so, the key itself is the first.
    const first = (await list(at, key, 1)).find((part) => part.name === address);
    if (first !== undefined) return [first];
  }
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`;
  const below = (part: S3Object) => part.key.slice(folder.length).split('/');
  return (await list(at, folder)).filter((part) => below(part).every(isDataName));
}

interface Place {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly signal: AbortSignal | undefined;
}

async function list(place: Place, prefix: string, most?: number): Promise<S3Object[]> {
  const { s3, bucket, signal } = place;
  const found: S3Object[] = [];
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(token !== undefined && { ContinuationToken: token }),
      ...(most !== undefined && { MaxKeys: most }),
    });
    try {
      const page = await s3.send(command, { ...(signal !== undefined && { abortSignal: signal }) });
      for (const { Key: key = '', Size: size = 0, ETag: tag } of page.Contents ?? []) {
        // A key that ends in a slash is the folder that a console made.
        if (!key.endsWith('/')) found.push(new S3Object(place, key, size, tag));
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } catch (error) {
      signal?.throwIfAborted();
      throw await s3Problem(error, {
        s3,
        address: `s3://${bucket}/${prefix}`,
        action: 'ListBucket',
      });
    }
  } while (token !== undefined && most === undefined);
  return found;
}

class S3Object implements Part {
  readonly piece = 8 << 20;
  readonly name: string;
  readonly key: string;
  readonly size: number;
  readonly #place: Place;
  readonly #tag: string | undefined;

  constructor(place: Place, key: string, size: number, tag: string | undefined) {
    this.name = `s3://${place.bucket}/${key}`;
    this.key = key;
    this.size = size;
    this.#place = place;
    this.#tag = tag;
  }

  async slice(start: number, end: number, signal = this.#place.signal): Promise<Buffer> {
    if (start >= end) return Buffer.alloc(0);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#get(start, end, signal);
      } catch (error) {
        signal?.throwIfAborted();
        const problem = await s3Problem(error, {
          s3: this.#place.s3,
          address: this.name,
          action: 'GetObject',
        });
        if (problem.kind !== 'unreachable' || attempt === ATTEMPTS) throw problem;
        await pause(PAUSE * attempt, undefined, { signal });
      }
    }
  }

  async #get(start: number, end: number, signal?: AbortSignal): Promise<Buffer> {
    const { s3, bucket } = this.#place;
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: this.key,
      Range: `bytes=${start}-${end - 1}`,
      // All pieces are of the object that was listed, not of one that took its place.
      ...(this.#tag !== undefined && { IfMatch: this.#tag }),
    });
    const answer = await s3.send(command, { ...(signal !== undefined && { abortSignal: signal }) });
    const bytes = await answer.Body?.transformToByteArray();
    if (bytes?.length !== end - start) throw new Error('the answer has another length');
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  async close(): Promise<void> {}
}
