import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';

/** How much is kept. */
export interface Bounds {
  /** Milliseconds; older files are deleted. */
  readonly keep: number;
  /** Bytes of all files together. */
  readonly maxSize: number;
}

const DAY = 24 * 60 * 60 * 1000;
const LARGEST_FILE = 64 * 1024 * 1024;
/** At least so many files make up the whole: deleting the oldest takes no more than that away. */
const PARTS = 8;

/**
 * The files that messages are appended to: a new one each day (UTC) and whenever one is full, the
 * oldest deleted. They are named by their time, so that they sort by it.
 */
export class RecordingFiles {
  readonly #folder: string;
  readonly #bounds: Bounds;
  #stream: WriteStream | undefined;
  #day = -1;
  #size = 0;
  #opened = 0;

  constructor(folder: string, bounds: Bounds) {
    this.#folder = folder;
    this.#bounds = bounds;
  }

  /** Appends lines; resolves when there is room for more. @throws when they can't be written */
  async append(lines: string, at: number): Promise<void> {
    const size = Buffer.byteLength(lines);
    const stream = await this.#streamFor(size, at);
    this.#size += size;
    const wrote = stream.write(lines);
    if (stream.errored !== null) throw stream.errored;
    if (!wrote) await once(stream, 'drain');
  }

  /** Writes what is left and closes the file; the next append opens another. */
  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream === undefined || stream.destroyed) return;
    stream.end();
    await once(stream, 'close');
  }

  async #streamFor(size: number, at: number): Promise<WriteStream> {
    const day = Math.floor(at / DAY);
    const largest = Math.min(LARGEST_FILE, this.#bounds.maxSize / PARTS);
    const isFull = this.#size > 0 && this.#size + size > largest;
    if (this.#stream?.errored === null && day === this.#day && !isFull) return this.#stream;
    await this.close();
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#deleteOld(at, this.#bounds.maxSize - largest);
    this.#opened += 1;
    const time = new Date(at).toISOString().replaceAll(/[:.]/gu, '-');
    const name = `${time}-${process.pid}-${this.#opened}.jsonl`;
    const stream = createWriteStream(path.join(this.#folder, name), { flags: 'a', mode: 0o600 });
    await once(stream, 'open');
    // Of what goes wrong later the next append hears.
    stream.on('error', () => {});
    this.#stream = stream;
    this.#day = day;
    this.#size = 0;
    return stream;
  }

  async #deleteOld(now: number, maxSize: number): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => NAME.test(name)).toSorted();
    let total = 0;
    for (const name of names.toReversed()) {
      const file = path.join(this.#folder, name);
      // Another generation of the bot may have deleted it just now.
      const known = await stat(file).catch(() => undefined);
      if (known === undefined) continue;
      total += known.size;
      if (total > maxSize || known.mtimeMs < now - this.#bounds.keep)
        await rm(file, { force: true });
    }
  }
}

const NAME = /^\d{4}-\d\d-\d\dT[\d-]+Z-\d+-\d+\.jsonl$/u;
