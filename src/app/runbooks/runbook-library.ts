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
export const NO_RUNBOOKS = ['README.md'];

export interface Library {
  readonly runbooks: readonly ParsedRunbook[];
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
  const problems: Problem[] = [];
  const shipped: ParsedRunbook[] = [];
  const own: ParsedRunbook[] = [];
  for (const dir of dirs) {
    const folder = runbookFolder(dir, base);
    const read = readFolder(folder, shownFolder(folder), problems);
    (dir === SHIPPED ? shipped : own).push(...read);
  }
  const names = new Set(own.map(({ runbook }) => runbook.name));
  return {
    runbooks: [...shipped.filter(({ runbook }) => !names.has(runbook.name)), ...own],
    problems,
  };
}

/** The folder of an entry of `runbooks.dirs`. */
export function runbookFolder(dir: string, base: string): string {
  return dir === SHIPPED ? SHIPPED_FOLDER : path.resolve(base, dir);
}

/** Those that are left out until their mistakes are mended. */
export function broken({ runbooks }: Library): ParsedRunbook[] {
  return runbooks.filter(({ problems }) => hasErrors(problems));
}

/** The runbooks that are good to use. */
export function usable({ runbooks }: Library): Runbook[] {
  return runbooks.filter(({ problems }) => !hasErrors(problems)).map(({ runbook }) => runbook);
}

function readFolder(folder: string, shown: string, problems: Problem[]): ParsedRunbook[] {
  const unreadable = (file: string, error: unknown, hint: string) => {
    const message = `it can't be read: ${readFailure(error)}`;
    const place = { file, line: 1, column: 1 };
    problems.push({ severity: 'error', kind: 'unreadable-file', ...place, message, hint });
  };
  let files: string[];
  try {
    files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  } catch (error) {
    unreadable(shown, error, `name a folder of runbooks, or ${SHIPPED}`);
    return [];
  }
  const wanted = files.filter((name) => !NO_RUNBOOKS.includes(name)).toSorted();
  return wanted.flatMap((name) => {
    const file = path.join(shown, name);
    try {
      return parseRunbook(file, readFileSync(path.join(folder, name), 'utf8'));
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
