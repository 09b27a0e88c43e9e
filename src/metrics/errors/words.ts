import { figureText } from '../../alert/figure.ts';
import { spanOf } from '../../alert/span.ts';
import { visible } from '../../alert/visible.ts';
import { sparkline } from '../../alert/sparkline.ts';
import type { ErrorsAsked, Sort } from './ask.ts';
import type { ErrorIssue, ErrorTrends } from './issue.ts';
import type { ErrorsFound } from './read.ts';

const MOST_TYPES = 5;
const LONGEST_TYPE = 40;

const ICONS: Readonly<Record<string, string>> = {
  fatal: '🔴',
  error: '🟠',
  warning: '🟡',
  info: '🔵',
  debug: '🔵',
};

const ORDERS: Readonly<Record<Sort, string>> = {
  frequency: 'the most frequent first',
  new: 'the newest first',
  users: 'those that met most people first',
};

/** How many errors there are, of which types, and what was left out. What stands in them comes from outside. */
export function summaryLines(
  { issues, leftOut, isWhole }: ErrorsFound,
  asked: ErrorsAsked,
): readonly string[] {
  const least = isWhole ? '' : 'At least ';
  const over = `over ${spanOf(asked.span.to - asked.span.from)}${placeText(asked)}`;
  const heading =
    issues.length === 0
      ? `No unresolved errors ${over}.`
      : `${least}${counted(issues.length, 'unresolved error')} ${over}, ${eventsText(issues)}; ${ORDERS[asked.sort]}.`;
  return [
    heading,
    ...(issues.length < 2 ? [] : [`By type: ${typesText(issues)}.`]),
    ...(leftOut.length === 0
      ? []
      : [`Left out as expected: ${counted(leftOut.length, 'error')}, ${eventsText(leftOut)}.`]),
  ];
}

function placeText({ project, environment, release }: ErrorsAsked): string {
  const parts = [
    ...(project === undefined ? [] : [`in ${project}`]),
    ...(environment === undefined ? [] : [`in ${environment}`]),
    ...(release === undefined ? [] : [`with release ${release}`]),
  ];
  return parts.map((part) => ` ${part}`).join('');
}

/** `TypeError 5,120 (3 errors), Timeout 40`: the types that came most often. */
function typesText(issues: readonly ErrorIssue[]): string {
  const types = [...Map.groupBy(issues, ({ type }) => type)]
    .map(([type, own]) => ({ type, own, events: eventsOf(own) }))
    .toSorted((a, b) => b.events - a.events);
  const shown = types.slice(0, MOST_TYPES).map(({ type, own, events }) => {
    const several = own.length === 1 ? '' : ` (${own.length} errors)`;
    return `${cut(type, LONGEST_TYPE)} ${number(events)}${several}`;
  });
  const rest = types.length - shown.length;
  return [...shown, ...(rest === 0 ? [] : [counted(rest, 'other type')])].join(', ');
}

function eventsText(issues: readonly ErrorIssue[]): string {
  return counted(eventsOf(issues), 'event');
}

function eventsOf(issues: readonly ErrorIssue[]): number {
  return issues.reduce((sum, { count }) => sum + count, 0);
}

/** What an error is called, with how bad it is: `🟠 TypeError: x is undefined`. */
export function titleText({ title, type, level }: ErrorIssue, longest: number): string {
  return `${ICONS[level] ?? '⚪'} ${cut(title || type, longest)}`;
}

/** How an error came, in a line of about forty characters: `24 h ▁▁▂▃█▅▂▁ 7 d ▁▁▁▂▃█▅ 30 d ▁▁▁▁▁▁▁▂█▅`. */
export function trendText({ day, week, month }: ErrorTrends): string {
  return (
    [['24 h', day] as const, ['7 d', week] as const, ['30 d', month] as const]
      .filter(([, counts]) => counts.length > 0)
      // Seen from none: of what comes evenly no bar is lower than the others.
      .map(([name, counts]) => `${name} ${sparkline([0, ...counts]).slice(1)}`)
      .join(' ')
  );
}

/** `1 event`, `1,240 events`. */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function number(count: number): string {
  return figureText(count, undefined);
}

function cut(text: string, longest: number): string {
  const line = visible(text).replaceAll(/\s+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line;
}
