import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { hasErrors, problemText } from '../../config/problem.ts';
import type { RunbooksAtHand, Shelf } from '../../runbooks/at-hand.ts';
import { parseRunbook, type ParsedRunbook } from '../../runbooks/format/parse.ts';
import type { Log } from '../../telemetry/log.ts';
import { withLastGood } from './last-good.ts';
import {
  folderOf,
  isRunbookFile,
  libraryOf,
  readFolders,
  type Folders,
} from './runbook-library.ts';

/** How often it is looked whether files have changed, in milliseconds. */
const LOOK_EVERY = 2_000;

export interface LiveLibraryParts {
  /** Folders, or the word `shipped`. */
  readonly dirs: readonly string[];
  /** The folder that they start from. */
  readonly base: string;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** In milliseconds; 2 s unless told. */
  readonly every?: number;
}

export interface LiveLibrary extends RunbooksAtHand {
  /** Reads them, and looks at them from then on; before there are none. */
  run(): void;
  /** Goes over to other folders. */
  change(dirs: readonly string[]): void;
  close(): Promise<void>;
}

/**
 * The runbooks of some folders, read again when files change. It is looked when files were written: that costs little,
 * and sees what editors, checkouts and mounted volumes do, each in their own way. They are read when two looks saw
 * the same, so that little is read half written. What got broken stays as it was, and the log says so.
 */
export function createLiveLibrary(parts: LiveLibraryParts): LiveLibrary {
  const { base, log, every = LOOK_EVERY } = parts;
  const parse = parseOnce();
  let { dirs } = parts;
  let folders: Folders = { shipped: [], own: [], problems: [] };
  let shelf: Shelf = { runbooks: [], problems: [] };
  let told: ReadonlySet<string> = new Set();
  /** How the files were when they were read, and when they were looked at last. */
  let read: string | undefined;
  let seen: string | undefined;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function readAgain(): void {
    folders = withLastGood(readFolders(dirs, base, parse), folders);
    const before = shelf.runbooks;
    shelf = shelfOf(folders);
    told = tell(shelf, told);
    const { length } = shelf.runbooks;
    const isSame = length === before.length && before.every((one) => shelf.runbooks.includes(one));
    if (!isSame) log.info({ runbooks: length }, 'the runbooks were read');
  }

  function tell(now: Shelf, before: ReadonlySet<string>): ReadonlySet<string> {
    const kept = new Set(now.runbooks.map(({ file }) => file));
    const texts = now.problems.map((problem) => {
      const use = kept.has(problem.file) ? 'it is used as it was before' : 'it is not used';
      return `${problemText(problem)} (${use})`;
    });
    for (const text of texts) if (!before.has(text)) log.warn({}, text);
    return new Set(texts);
  }

  async function look(): Promise<void> {
    const now = await writtenIn(dirs.map((dir) => folderOf(dir, base)));
    if (now === seen && now !== read) {
      readAgain();
      read = now;
    }
    seen = now;
  }

  function lookNow(): void {
    looking ??= look()
      .catch((error: unknown) => log.warn({ error }, 'the runbooks can not be looked at'))
      .finally(() => (looking = undefined));
  }

  return {
    run() {
      readAgain();
      timer ??= setInterval(lookNow, every).unref();
    },
    current: () => shelf,
    change(next) {
      if (JSON.stringify(next) === JSON.stringify(dirs)) return;
      dirs = next;
      if (timer !== undefined) readAgain();
    },
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}

function shelfOf(folders: Folders): Shelf {
  const { runbooks, problems } = libraryOf(folders);
  return {
    runbooks: runbooks.filter((one) => !hasErrors(one.problems)).toSorted(byName),
    problems,
  };
}

function byName({ runbook: a }: ParsedRunbook, { runbook: b }: ParsedRunbook): number {
  return a.name < b.name ? -1 : 1;
}

/** What a file says is read as Markdown once. */
function parseOnce(): typeof parseRunbook {
  const known = new Map<string, { readonly source: string; readonly parsed: ParsedRunbook }>();
  return (file, source) => {
    const before = known.get(file);
    if (before?.source === source) return before.parsed;
    const parsed = parseRunbook(file, source);
    known.set(file, { source, parsed });
    return parsed;
  };
}

/** Which files there are in some folders, and when they were written: another text when one was. */
async function writtenIn(folders: readonly string[]): Promise<string> {
  const each = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder).catch(() => undefined);
      const files = (names ?? []).filter(isRunbookFile).toSorted();
      const written = await Promise.all(
        files.map(async (name) => {
          const found = await stat(path.join(folder, name)).catch(() => undefined);
          return [name, found?.ino, found?.size, found?.mtimeMs, found?.ctimeMs];
        }),
      );
      return [folder, names === undefined, written];
    }),
  );
  return JSON.stringify(each);
}
