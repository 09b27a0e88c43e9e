import { addAbortSignal, Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
  type _Object as ListedObject,
} from '@aws-sdk/client-s3';
import type { Part } from '../part.ts';
import { DataProblem } from '../problem.ts';
import { isDataName } from './names.ts';
import { s3Problem } from './s3-problem.ts';

/** The SDK tries again what fails before the answer begins; we, when the answer breaks off. */
const ATTEMPTS = 3;
const PAUSE = 200;
/** Milliseconds for an answer, from the asking to its last byte. The SDK's own limit is that of silence. */
const PATIENCE = 60_000;
/** More of them, with a row or two each, are not read in any time. */
const MOST_OBJECTS = 1_000_000;

/**
 * The objects at `s3://bucket/key`, or under it as under a folder.
 *
 * @param patience milliseconds for an answer
 * @throws DataProblem
 */
export async function s3Parts(
  address: string,
  client: (() => Promise<S3Client>) | undefined,
  signal?: AbortSignal,
  patience = PATIENCE,
): Promise<Part[]> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/u.exec(address) ?? [];
  if (bucket === '' || client === undefined) {
    const what = `${address} is no address of S3's that can be read here.`;
    throw new DataProblem('wrong-address', what, 'Write s3://bucket/prefix/.');
  }
  const s3 = await client();
  const at = { s3, bucket, signal, patience };
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
  readonly patience: number;
}

/** Asks for something that is to be there in time, or not at all. */
async function inTime<T>(
  { patience }: Place,
  signal: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(patience);
  try {
    return await ask(signal === undefined ? late : AbortSignal.any([signal, late]));
  } catch (error) {
    if (!late.aborted) throw error;
    throw new Error(`it was not there after ${patience / 1000} s`, { cause: error });
  }
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
      const page = await inTime(place, signal, (abortSignal) => s3.send(command, { abortSignal }));
      for (const object of page.Contents ?? []) {
        // A key that ends in a slash is the folder that a console made.
        if (object.Key?.endsWith('/') === false)
          found.push(new S3Object(place, object.Key, object));
      }
      const next = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      if (next !== undefined && next === token) throw new Error('its list has no end');
      token = next;
    } catch (error) {
      signal?.throwIfAborted();
      throw await s3Problem(error, {
        s3,
        address: `s3://${bucket}/${prefix}`,
        action: 'ListBucket',
      });
    }
    if (found.length > MOST_OBJECTS) throw tooMany(`s3://${bucket}/${prefix}`);
  } while (token !== undefined && most === undefined);
  return found;
}

function tooMany(address: string): DataProblem {
  const what = `There are more than ${MOST_OBJECTS.toLocaleString('en-US')} objects under ${address}.`;
  return new DataProblem('wrong-address', what, 'Write a longer prefix, such as that of a day.');
}

class S3Object implements Part {
  readonly piece = 8 << 20;
  readonly name: string;
  readonly key: string;
  readonly size: number;
  readonly writtenAt: number;
  readonly #place: Place;
  readonly #tag: string | undefined;

  constructor(place: Place, key: string, { Size = 0, LastModified, ETag }: ListedObject) {
    this.name = `s3://${place.bucket}/${key}`;
    this.key = key;
    this.size = Size;
    this.writtenAt = LastModified?.getTime() ?? Infinity;
    this.#place = place;
    this.#tag = ETag;
  }

  async slice(start: number, end: number, signal = this.#place.signal): Promise<Buffer> {
    if (start >= end) return Buffer.alloc(0);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inTime(this.#place, signal, (inTime) => this.#get(start, end, inTime));
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

  async #get(start: number, end: number, abortSignal: AbortSignal): Promise<Buffer> {
    const { s3, bucket } = this.#place;
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: this.key,
      Range: `bytes=${start}-${end - 1}`,
      // All pieces are of the object that was listed, not of one that took its place.
      ...(this.#tag !== undefined && { IfMatch: this.#tag }),
    });
    const { Body: body } = await s3.send(command, { abortSignal });
    if (!(body instanceof Readable)) throw new Error('the answer has no body');
    return bytesIn(addAbortSignal(abortSignal, body), end - start);
  }

  async close(): Promise<void> {}
}

/** All of an answer, which is as long as was asked for: what is longer is not read. */
async function bytesIn(body: Readable, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for await (const piece of body) {
    const isMore = !Buffer.isBuffer(piece) || at + piece.length > length;
    if (isMore) throw new Error('the answer has another length');
    at += piece.copy(bytes, at);
  }
  if (at < length) throw new Error('the answer has another length');
  return bytes;
}
