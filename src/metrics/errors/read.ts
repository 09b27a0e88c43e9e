import type { ErrorsAsked } from './ask.ts';
import type { IsExpected } from './expected.ts';
import type { ErrorIssue, ErrorRow } from './issue.ts';
import type { Asked } from './problem.ts';
import type { ErrorTracker } from './tracker.ts';

/** What somebody asked for. */
export interface ErrorsFound {
  /** All that were found, without those that are expected. */
  readonly issues: readonly ErrorIssue[];
  /** The first of them, with what else is known. */
  readonly rows: readonly ErrorRow[];
  readonly leftOut: readonly ErrorIssue[];
  /** False where there are more than were looked at. */
  readonly isWhole: boolean;
}

export interface Watcher {
  readonly signal: AbortSignal;
  readonly progress: (step: string, share?: number) => void;
}

/** So many are shown. */
const MOST_ROWS = 10;
/** Sentry takes five of these a second. */
const AT_ONCE = 4;

/** Reads errors, leaves those out that are expected, and looks closer at the first. */
export async function readErrors(
  asked: ErrorsAsked,
  { tracker, isExpected }: { readonly tracker: ErrorTracker; readonly isExpected: IsExpected },
  { signal, progress }: Watcher,
): Promise<Asked<ErrorsFound>> {
  progress('reading errors');
  const listed = await tracker.list(asked, signal);
  if (!listed.ok) return listed;
  const { issues: all, isWhole } = listed.answer;
  const { expected: leftOut = [], other: issues = [] } = Object.groupBy(all, (issue) =>
    isExpected(issue) ? 'expected' : 'other',
  );
  const shown = issues.slice(0, MOST_ROWS);
  const rows: ErrorRow[] = [];
  for (let at = 0; at < shown.length; at += AT_ONCE) {
    progress('reading trends', at / shown.length);
    const some = shown.slice(at, at + AT_ONCE);
    const details = some.map((issue) => tracker.details(issue, asked.environment, signal));
    rows.push(...(await Promise.all(details)));
  }
  return { ok: true, answer: { issues, rows, leftOut, isWhole } };
}
