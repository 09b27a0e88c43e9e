import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hasErrors, type Problem } from '../../config/problem.ts';
import { readFailure } from '../../config/resolve.ts';
import { SHIPPED } from '../../config/schema/runbooks.ts';
import type { Checklist } from '../../runbooks/checklists/checklist.ts';
import { parseChecklist, type ParsedChecklist } from '../../runbooks/checklists/parse.ts';
import { folderOf, isRunbookFile, shownFolder } from './runbook-library.ts';

/** Checklists stand in a folder of this name in those of runbooks. */
const FOLDER = 'checklists';

export interface ChecklistLibrary {
  readonly checklists: readonly ParsedChecklist[];
  /** Of files that can't be read. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the checklists beside some runbooks. One of your own takes the place of a shipped one of its name.
 *
 * @param dirs folders of runbooks, or the word `shipped`
 * @param base the folder that they start from
 */
export function readChecklists(dirs: readonly string[], base: string): ChecklistLibrary {
  const problems: Problem[] = [];
  const found = new Map<string, ParsedChecklist>();
  const own = dirs.filter((dir) => dir !== SHIPPED);
  const shipped = dirs.filter((dir) => dir === SHIPPED);
  for (const dir of [...shipped, ...own]) {
    for (const one of readFolder(path.join(folderOf(dir, base), FOLDER), problems)) {
      found.set(one.checklist.name, one);
    }
  }
  return { checklists: [...found.values()], problems };
}

/** The checklists that are good to use. */
export function usableChecklists({ checklists }: ChecklistLibrary): readonly Checklist[] {
  return checklists
    .filter(({ problems }) => !hasErrors(problems))
    .map(({ checklist }) => checklist);
}

/** Nobody has to have any. */
function readFolder(folder: string, problems: Problem[]): ParsedChecklist[] {
  if (!existsSync(folder)) return [];
  const shown = shownFolder(folder);
  const names = readOr([], shown, problems, () => readdirSync(folder));
  return names
    .filter(isRunbookFile)
    .toSorted()
    .flatMap((name) => {
      const file = path.join(shown, name);
      return readOr([], file, problems, () => [
        parseChecklist(file, readFileSync(path.join(folder, name), 'utf8')),
      ]);
    });
}

/** What can't be read is a problem, and something else in its place. */
function readOr<T>(instead: T, file: string, problems: Problem[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    const message = `it can't be read: ${readFailure(error)}`;
    const hint = 'make it readable, or remove it';
    const place = { file, line: 1, column: 1 };
    problems.push({ severity: 'error', kind: 'unreadable-file', ...place, message, hint });
    return instead;
  }
}
