import { utcText } from '../../alert/utc.ts';
import type { ErrorsAsked } from './ask.ts';
import type { ErrorRow } from './issue.ts';
import type { ErrorsFound } from './read.ts';
import { counted, summaryLines, titleText, trendText } from './words.ts';

const LONGEST_TITLE = 150;

/** Errors for a terminal. What stands in them comes from outside. */
export function errorsText(found: ErrorsFound, asked: ErrorsAsked): string {
  const rest = found.issues.length - found.rows.length;
  return [
    ...summaryLines(found, asked),
    ...found.rows.flatMap((row) => ['', ...rowLines(row)]),
    ...(rest === 0 ? [] : ['', `+${rest} more: write project=…, environment=… or release=…`]),
  ].join('\n');
}

function rowLines(row: ErrorRow): readonly string[] {
  const { trends, release, environments, firstSeen, lastSeen } = row;
  const about = [
    counted(row.count, 'event'),
    counted(row.users, 'user'),
    ...(lastSeen === undefined ? [] : [`last ${utcText(lastSeen)}`]),
    ...(firstSeen === undefined ? [] : [`first ${utcText(firstSeen)}`]),
    ...(environments.length === 0 ? [] : [environments.join(', ')]),
    ...(release === undefined ? [] : [`release ${release}`]),
    row.project,
  ];
  return [
    `${row.shortId}  ${titleText(row, LONGEST_TITLE)}`,
    ...(trends === undefined ? [] : [`  ${trendText(trends)}`]),
    `  ${about.join(' · ')}`,
  ];
}

/** The same for a program: times are ISO 8601. */
export function errorsJson({ rows, issues, leftOut, isWhole }: ErrorsFound): object {
  const time = (at: number | undefined) =>
    at === undefined ? undefined : new Date(at).toISOString();
  return {
    errors: rows.map(({ id: _own, firstSeen, lastSeen, ...row }) => ({
      ...row,
      firstSeen: time(firstSeen),
      lastSeen: time(lastSeen),
    })),
    found: issues.length,
    leftOut: leftOut.length,
    isWhole,
  };
}
