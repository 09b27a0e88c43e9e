import { visible } from '../../alert/visible.ts';
import { problemWords, type ProblemWords } from '../problem-words.ts';
import type { LogProblem, LogOutcome, Scan } from './outcome.ts';

/** US dollars a GB that is scanned: the list price of most regions. Source: CloudWatch pricing, Logs Insights. */
const PRICE_A_GB = 0.005;
const GB = 1e9;
/** CloudWatch gives no more rows of a query that says nothing of it. */
const MOST_ROWS = 10_000;

/** Says why there is no table. @param source the name of the source in the config */
export function logProblemWords(problem: LogProblem, source: string): ProblemWords {
  switch (problem.kind) {
    case 'unknown-log-group': {
      const { asked, nearest } = problem;
      return {
        what: `${source} has no log group ${JSON.stringify(asked)}.`,
        mend:
          nearest === undefined
            ? 'Look at its name, and at the region and account of the source.'
            : `Did you mean ${JSON.stringify(visible(nearest))}?`,
      };
    }
    case 'too-many-queries':
      return {
        what: `${source} runs as many queries as it may already, dashboards’ among them.`,
        mend: 'Ask again in a few minutes.',
      };
    case 'ended':
      return problem.status === 'Timeout'
        ? {
            what: `${source} ended the query after an hour.`,
            mend: 'Ask for less time, or for fewer log groups.',
          }
        : {
            what: `${source} ended the query: ${visible(problem.status)}.`,
            mend: 'Ask again; where it lasts, run it in the console, which may say more.',
          };
    default:
      return problemWords(problem, source);
  }
}

/** What was scanned, and what that costs: `2.4 GB scanned, about $0.012`. */
export function scanWords({ bytes }: Pick<Scan, 'bytes'>): string {
  const cost = (bytes / GB) * PRICE_A_GB;
  return `${sizeText(bytes)} scanned, ${cost < 0.001 ? 'under $0.001' : `about $${cost.toFixed(3)}`}`;
}

/** What a query has done so far. */
export function progressWords({ bytes, events, matched }: Scan): string {
  return `${sizeText(bytes)} and ${count(events, 'event')} scanned, ${matched} matched`;
}

/** What people should know of a table before they believe it. */
export function remarksOf(
  { table: { rows }, scan, isCutOff }: Extract<LogOutcome, { ok: true }>,
  maxBytes: number,
): readonly string[] {
  return [
    ...(isCutOff
      ? [
          `Stopped: ${sizeText(scan.bytes)} were scanned, and the limit is ${limitText(maxBytes)}. This is of what had been seen by then. Ask for less time, or raise max_bytes in the config.`,
        ]
      : []),
    ...(rows.length >= MOST_ROWS ? [`These are the first ${rows.length} rows.`] : []),
  ];
}

/** A limit as the config has it. */
function limitText(bytes: number): string {
  const [unit, size] = bytes >= 1024 ** 3 ? ['GiB', 1024 ** 3] : ['MiB', 1024 ** 2];
  return `${Number((bytes / size).toFixed(2))} ${unit}`;
}

/** Bytes as they are paid for: `812 B`, `3.4 MB`, `12 GB`. */
export function sizeText(bytes: number): string {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? ['B', 1];
  const value = bytes / size;
  return `${value >= 10 ? Math.round(value) : Number(value.toFixed(1))} ${unit}`;
}

const UNITS = [
  ['TB', 1e12],
  ['GB', GB],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
