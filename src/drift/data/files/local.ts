import type { Stats } from 'node:fs';
import { glob, open, readdir, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { nearest } from '../../../config/nearest.ts';
import type { Part } from '../part.ts';
import { DataProblem } from '../problem.ts';
import { quoted } from '../words.ts';
import { isDataName } from './names.ts';

/**
 * The files that a path means: itself, those in a folder and its folders, or those that fit a pattern.
 *
 * @throws DataProblem
 */
export async function localParts(from: string): Promise<Part[]> {
  const found = await statOf(from);
  if (found?.isFile() === true) return [new LocalFile(from, found)];
  if (found === undefined) return filesOf(await matching(from));
  if (found.isDirectory()) return filesOf((await namesIn(from)).toSorted());
  const what = `${from} is neither a file nor a folder.`;
  throw new DataProblem('wrong-address', what, 'Write what comes through a pipe into a file.');
}

async function filesOf(names: readonly string[]): Promise<Part[]> {
  const parts: Part[] = [];
  for (const name of names) {
    const found = await statOf(name);
    if (found?.isFile() === true) parts.push(new LocalFile(name, found));
  }
  return parts;
}

/** There is no such file: which one may be meant. */
export async function missingFile(from: string): Promise<DataProblem> {
  const folder = path.dirname(from);
  const beside = await readdir(folder).catch(() => undefined);
  const what = `There is no file ${quoted(from)}.`;
  if (beside === undefined) {
    const mend = `There is no folder ${quoted(folder)} either: look at the path.`;
    return new DataProblem('nothing-there', what, mend);
  }
  const meant = nearest(path.basename(from), beside);
  const mend =
    meant === undefined ? 'Look at the path.' : `Did you mean ${quoted(path.join(folder, meant))}?`;
  return new DataProblem('nothing-there', what, mend);
}

async function statOf(name: string) {
  try {
    return await stat(name);
  } catch (error) {
    // A link that leads to itself leads to nothing.
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String(codeOf(error)))) return undefined;
    throw fileProblem(error, name);
  }
}

async function matching(pattern: string): Promise<string[]> {
  if (!/[*?[{]/u.test(pattern)) return [];
  const names: string[] = [];
  for await (const name of glob(pattern)) names.push(name);
  return names.filter((name) => isDataName(path.basename(name))).toSorted();
}

/** Links to folders are not followed: they may lead back. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw fileProblem(error, folder);
  });
  const names: string[] = [];
  for (const entry of entries.filter(({ name }) => isDataName(name))) {
    const name = path.join(folder, entry.name);
    if (!entry.isDirectory()) names.push(name);
    else for (const below of await namesIn(name)) names.push(below);
  }
  return names;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function fileProblem(error: unknown, name: string): DataProblem {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') {
    const what = `${name} may not be read.`;
    return new DataProblem('no-permission', what, 'Give this user the right to read it.');
  }
  if (code === 'ENOENT') {
    const what = `${name} is gone: it was there a moment ago.`;
    return new DataProblem('nothing-there', what, 'Read files that nobody moves meanwhile.');
  }
  const what = `${name} can't be read: ${String(code ?? error)}.`;
  return new DataProblem('unreachable', what, 'Look at the disk it is on.');
}

class LocalFile implements Part {
  readonly piece = 256 << 10;
  readonly name: string;
  readonly size: number;
  readonly writtenAt: number;
  #handle: Promise<FileHandle> | undefined;

  constructor(name: string, { size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>) {
    this.name = name;
    this.size = size;
    this.writtenAt = Math.floor(mtimeMs);
  }

  async slice(start: number, end: number, signal?: AbortSignal): Promise<Buffer> {
    signal?.throwIfAborted();
    const bytes = Buffer.allocUnsafe(end - start);
    let read = 0;
    try {
      this.#handle ??= open(this.name);
      const handle = await this.#handle;
      while (read < bytes.length) {
        const { bytesRead } = await handle.read(bytes, read, bytes.length - read, start + read);
        if (bytesRead === 0) break;
        read += bytesRead;
      }
    } catch (error) {
      throw fileProblem(error, this.name);
    }
    if (read === bytes.length) return bytes;
    const what = `${this.name} has become shorter while it was read.`;
    throw new DataProblem('unreadable', what, 'Read files that are written to their end.');
  }

  async close(): Promise<void> {
    const handle = await this.#handle?.catch(() => undefined);
    this.#handle = undefined;
    await handle?.close();
  }
}
