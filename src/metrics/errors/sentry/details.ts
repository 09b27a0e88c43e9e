import type { ErrorIssue, ErrorRow, ErrorTrends } from '../issue.ts';
import { call, type SentryServer } from './call.ts';
import { issuesPath } from './issues.ts';
import { detailsSchema, tagSchema } from './schema.ts';

const SCOPE = 'event:read';

/** What else Sentry knows of an error; what it does not say now is left out. */
export async function detailsOf(
  issue: ErrorIssue,
  environment: string | undefined,
  server: SentryServer,
  signal: AbortSignal,
): Promise<ErrorRow> {
  const path = `${issuesPath(server)}${issue.id}/`;
  const query: Record<string, string> = environment === undefined ? {} : { environment };
  const [details, tag] = await Promise.all([
    call(server, { path, query, scope: SCOPE }, detailsSchema, signal),
    call(server, { path: `${path}tags/environment/`, query, scope: SCOPE }, tagSchema, signal),
  ]);
  const { stats, lastRelease } = details.ok ? details.answer.value : {};
  const values = tag.ok ? tag.answer.value.topValues : [];
  return {
    ...issue,
    trends: stats ? trendsIn(stats['24h'], stats['30d']) : undefined,
    release: lastRelease?.version,
    environments: values
      .toSorted((a, b) => b.count - a.count)
      .flatMap(({ value }) => (value ? [value] : [])),
  };
}

type Stats = readonly (readonly [at: number, count: number])[];

/** Of Sentry's hours of a day and days of a month. */
function trendsIn(hours: Stats, days: Stats): ErrorTrends {
  return {
    day: together(hours.slice(-24), 3),
    week: together(days.slice(-7), 1),
    month: together(days.slice(-30), 3),
  };
}

function together(stats: Stats, each: number): readonly number[] {
  const sums: number[] = [];
  for (const [at, [, count]] of stats.entries()) {
    const into = Math.floor(at / each);
    sums[into] = (sums[into] ?? 0) + count;
  }
  return sums;
}
