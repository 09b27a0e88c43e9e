import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasErrors, type Problem } from '../../config/problem.ts';
import { readFailure } from '../../config/resolve.ts';
import { SHIPPED } from '../../config/schema/runbooks.ts';
import { parseRunbook, type ParsedRunbook } from '../../runbooks/format/parse.ts';
import type { Runbook } from '../../runbooks/format/runbook.ts';

/** The runbooks that come with the bot: two folders above this file, in `src` and in `dist` alike. */
const SHIPPED_FOLDER = fileURLToPath(new URL('../../../runbooks', import.meta.url));

/** Files of these names are about a folder. */
const NO_RUNBOOKS = ['README.md'];

export interface Library {
  readonly runbooks: readonly ParsedRunbook[];
  /** Of folders and files that can't be read. */
  readonly problems: readonly Problem[];
}

/** What is in the folders of runbooks, before it is known which take the place of which. */
export interface Folders {
  readonly shipped: readonly ParsedRunbook[];
  readonly own: readonly ParsedRunbook[];
  /** Of folders and files that can't be read. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the runbooks of some folders. One of your own takes the place of a shipped one of its name.
 *
 * @param dirs folders, or the word `shipped`
 * @param base the folder that they start from
 */
export function readLibrary(dirs: readonly string[], base: string): Library {
  return libraryOf(readFolders(dirs, base));
}

/** @param parse reads one file */
export function readFolders(
  dirs: readonly string[],
  base: string,
  parse: typeof parseRunbook = parseRunbook,
): Folders {
  const problems: Problem[] = [];
  const shipped: ParsedRunbook[] = [];
  const own: ParsedRunbook[] = [];
  for (const dir of dirs) {
    const folder = folderOf(dir, base);
    const read = readFolder(folder, shownFolder(folder), { problems, parse });
    (dir === SHIPPED ? shipped : own).push(...read);
  }
  return { shipped, own, problems };
}

/** @param dir as the config names it */
export function folderOf(dir: string, base: string): string {
  return dir === SHIPPED ? SHIPPED_FOLDER : path.resolve(base, dir);
}

export function libraryOf({ shipped, own, problems }: Folders): Library {
  const names = new Set(own.map(({ runbook }) => runbook.name));
  return {
    runbooks: [...shipped.filter(({ runbook }) => !names.has(runbook.name)), ...own],
    problems,
  };
}

/** Whether a file of that name in a folder is a runbook. */
export function isRunbookFile(name: string): boolean {
  return name.endsWith('.md') && !NO_RUNBOOKS.includes(name);
}

/** Whether a file, as it is called in problems, comes with the bot. */
export function isShipped(file: string): boolean {
  return path.dirname(path.resolve(file)) === SHIPPED_FOLDER;
}

/** Those that are left out until their mistakes are mended. */
export function broken({ runbooks }: Library): ParsedRunbook[] {
  return runbooks.filter(({ problems }) => hasErrors(problems));
}

/** The runbooks that are good to use. */
export function usable({ runbooks }: Library): Runbook[] {
  return runbooks.filter(({ problems }) => !hasErrors(problems)).map(({ runbook }) => runbook);
}

interface Reading {
  readonly problems: Problem[];
  readonly parse: typeof parseRunbook;
}

function readFolder(folder: string, shown: string, { problems, parse }: Reading): ParsedRunbook[] {
  const unreadable = (file: string, error: unknown, hint: string) => {
    const message = `it can't be read: ${readFailure(error)}`;
    const place = { file, line: 1, column: 1 };
    problems.push({ severity: 'error', kind: 'unreadable-file', ...place, message, hint });
  };
  let files: string[];
  try {
    files = readdirSync(folder).filter(isRunbookFile).toSorted();
  } catch (error) {
    unreadable(shown, error, `name a folder of runbooks, or ${SHIPPED}`);
    return [];
  }
  return files.flatMap((name) => {
    const file = path.join(shown, name);
    try {
      return parse(file, readFileSync(path.join(folder, name), 'utf8'));
    } catch (error) {
      unreadable(file, error, 'make it readable, or remove it');
      return [];
    }
  });
}

/** As people would name it from where they are. */
export function shownFolder(folder: string): string {
  const relative = path.relative('.', folder);
  return relative.startsWith('..') ? folder : relative || '.';
}
