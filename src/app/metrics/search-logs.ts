import type { Config } from '../../config/load.ts';
import { parseFreeAsk, parseLogsAsk, type LogsAsked } from '../../metrics/logs/ask.ts';
import { csvOf } from '../../alert/csv.ts';
import { parameterText } from '../../metrics/logs/saved-query.ts';
import { textTable } from '../../metrics/logs/text-table.ts';
import { logProblemWords, progressWords, remarksOf, scanWords } from '../../metrics/logs/words.ts';
import { createMemoryStore } from '../../store/memory/store.ts';
import { logsAtHand } from './logs-at-hand.ts';

/** What was found in logs, for a terminal and for programs. */
export interface FoundLogs {
  readonly lines: (width: number) => string;
  readonly csv: string;
  /** An object a row. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly bytesScanned: number;
  /** True where it was stopped: it is not all that there is. */
  readonly isCutOff: boolean;
  /** What it cost, and what people should know before they believe it. */
  readonly remarks: readonly string[];
}

export interface LogsSearch {
  /** The saved queries with what they need, and what they show. */
  readonly saved: readonly (readonly [usage: string, description: string])[];
  /**
   * Reads what was written: `NAME [parameter=value…] [range]`, or `run QUERY [groups=a,b] [range]`.
   *
   * @throws Mistake
   */
  readonly read: (words: readonly string[]) => LogsAsked;
  /** @throws when there is no answer, in words for who asked, and when it is aborted */
  readonly run: (
    asked: LogsAsked,
    onProgress: (words: string) => void,
    signal: AbortSignal,
  ) => Promise<FoundLogs>;
}

/** Searching logs without a bot, as the config has them. */
export function createLogsSearch(config: Config): LogsSearch {
  const { limiter } = createMemoryStore(Date.now);
  const logs = logsAtHand(config, { limiter, onScanned: () => {} });
  return {
    saved: [...logs.saved.values()].map(({ name, parameters, description = '' }) => [
      [name, ...parameters.map(parameterText)].join(' '),
      description,
    ]),
    read([first = '', ...others]) {
      const clock = {
        now: Date.now(),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      };
      const words = (texts: readonly string[]) =>
        texts.map((text) => ({ text, raw: text, isQuoted: false }));
      return first === 'run'
        ? parseFreeAsk(words(others), logs.free, clock)
        : parseLogsAsk(words([first, ...others]), logs.saved, clock);
    },
    async run(asked, onProgress, signal) {
      const outcome = await logs.run(asked, {
        signal,
        onScanned: (scan) => onProgress(progressWords(scan)),
        onCrowded: () => onProgress('waiting: as many queries run there as may'),
      });
      if (!outcome.ok) {
        const { what, mend } = logProblemWords(outcome.problem, asked.source);
        throw new Error(`${what} ${mend}`);
      }
      const { table, scan, isCutOff } = outcome;
      const { columns, rows } = table;
      return {
        lines: (width) => textTable(table, { width, most: rows.length }).text,
        csv: csvOf(table),
        rows: rows.map((row) =>
          Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ''])),
        ),
        bytesScanned: scan.bytes,
        isCutOff,
        remarks: [...remarksOf(outcome, asked.maxBytes), scanWords(scan)],
      };
    },
  };
}
