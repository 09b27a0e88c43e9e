import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Part } from './part.ts';
import { DataProblem } from './problem.ts';

/** So much is unpacked at once. */
const CHUNK = 256 << 10;

/**
 * The bytes of a part from its beginning, one piece after the other; unpacked where they begin as
 * gzip does. The next piece is fetched while one is looked at, never more.
 *
 * @throws DataProblem for gzip that is damaged or cut short
 */
export async function* bytesOf(part: Part, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const start = await part.slice(0, Math.min(2, part.size), signal);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  yield* isGzip ? unpacked(part, signal) : pieces(part, signal);
}

async function* pieces(part: Part, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const fetch = (from: number) => {
    const piece = part.slice(from, Math.min(from + part.piece, part.size), signal);
    // It is awaited later, or never when the reader has seen enough.
    piece.catch(() => undefined);
    return piece;
  };
  let next = fetch(0);
  for (let at = 0; at < part.size; at += part.piece) {
    const piece = await next;
    if (at + part.piece < part.size) next = fetch(at + part.piece);
    yield piece;
  }
}

async function* unpacked(part: Part, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const packed = Readable.from(pieces(part, signal));
  const gunzip = createGunzip({ chunkSize: CHUNK });
  packed.on('error', (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  try {
    for await (const piece of gunzip) if (Buffer.isBuffer(piece)) yield piece;
  } catch (error) {
    throw gzipProblem(error, part.name);
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

function gzipProblem(error: unknown, name: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') {
    const what = `${name} is cut short: its gzip has no end.`;
    return new DataProblem('unreadable', what, 'Write it, or copy it, again.');
  }
  if (typeof code === 'string' && code.startsWith('Z_')) {
    const what = `${name} is damaged: its gzip can't be unpacked.`;
    return new DataProblem('unreadable', what, 'Write it, or copy it, again.');
  }
  return error;
}
