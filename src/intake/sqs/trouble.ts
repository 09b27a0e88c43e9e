/** An unchanged trouble is said again after this long, in milliseconds. */
const REMIND_EVERY = 5 * 60_000;

export interface TroubleLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** What went wrong. */
export interface Failure {
  /** The same for failures that are one trouble. */
  readonly kind: string;
  /** One line. */
  readonly text: string;
}

/** Something that may go wrong again and again, and is told in few lines. */
export interface Trouble {
  happened(failure: Failure): void;
  over(): void;
}

/** Says a trouble when it begins, when it becomes another, every five minutes, and when it is over. */
export function createTrouble(
  log: TroubleLog,
  fields: Readonly<Record<string, unknown>>,
  words: { readonly bad: string; readonly good: string },
): Trouble {
  let said: { readonly kind: string; readonly at: number } | undefined;
  return {
    happened({ kind, text }) {
      const now = performance.now();
      if (said?.kind === kind && now - said.at < REMIND_EVERY) return;
      said = { kind, at: now };
      log.warn({ ...fields, reason: text }, words.bad);
    },
    over() {
      if (said === undefined) return;
      said = undefined;
      log.info(fields, words.good);
    },
  };
}
