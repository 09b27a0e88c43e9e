/** Results on standard output, and how far it is on standard error where somebody watches. */
export interface Progress {
  /** A line of the result. */
  print(line: string): void;
  /** How far it is: shown on a terminal, a few times a second, and wiped away by what comes next. */
  show(text: string): void;
  /** Writes what is left. */
  end(): void;
}

/** Characters that are written in one go: a line at a time would be most of the work. */
const CHUNK = 1 << 16;
const SHOW_EVERY = 200;
const WIPE = '\r\u001B[K';

export function createProgress(): Progress {
  let pending: string[] = [];
  let size = 0;
  let shownAt = 0;
  let isShown = false;

  function wipe(): void {
    if (isShown) process.stderr.write(WIPE);
    isShown = false;
  }

  function flush(): void {
    if (pending.length === 0) return;
    wipe();
    process.stdout.write(`${pending.join('\n')}\n`);
    pending = [];
    size = 0;
  }

  return {
    print(line) {
      pending.push(line);
      size += line.length;
      if (size >= CHUNK) flush();
    },
    show(text) {
      if (!process.stderr.isTTY || Date.now() - shownAt < SHOW_EVERY) return;
      process.stderr.write(`${WIPE}${text}`);
      shownAt = Date.now();
      isShown = true;
    },
    end() {
      wipe();
      flush();
    },
  };
}
