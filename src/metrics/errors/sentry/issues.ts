import type { z } from 'zod';
import type { ErrorsAsked, Sort } from '../ask.ts';
import type { ErrorIssue } from '../issue.ts';
import { failed, type Asked } from '../problem.ts';
import type { ErrorList } from '../tracker.ts';
import { call, type SentryServer } from './call.ts';
import { diagnosed } from './diagnose.ts';
import { issuesSchema, type issueSchema } from './schema.ts';

const SORTS: Readonly<Record<Sort, string>> = { frequency: 'freq', new: 'new', users: 'user' };

/** Three hundred errors: nobody looks through more, and each page takes Sentry a second. */
const MOST_PAGES = 3;
const PAGE = '100';
/** Every project that the token sees; which are meant is said in the query. */
const ALL_PROJECTS = '-1';

export function issuesPath({ organization }: SentryServer): string {
  return `organizations/${encodeURIComponent(organization)}/issues/`;
}

/**
 * The errors that are not resolved.
 *
 * @see https://docs.sentry.io/api/events/list-an-organizations-issues/
 */
export async function listIssues(
  { span, sort, project, environment, release }: ErrorsAsked,
  all: readonly string[],
  server: SentryServer,
  signal: AbortSignal,
): Promise<Asked<ErrorList>> {
  const projects = project === undefined ? all : [project];
  const search = [
    'is:unresolved',
    'issue.category:error',
    ...(projects.length === 0 ? [] : [`project:[${projects.join(',')}]`]),
    ...(release === undefined ? [] : [`release:"${release}"`]),
  ];
  const query = {
    query: search.join(' '),
    sort: SORTS[sort],
    start: timeText(span.from),
    end: timeText(span.to),
    project: ALL_PROJECTS,
    limit: PAGE,
    collapse: 'stats',
    ...(environment !== undefined && { environment }),
  };
  const issues: ErrorIssue[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const called = await call(
      server,
      {
        path: issuesPath(server),
        query: { ...query, ...(cursor !== undefined && { cursor }) },
        scope: 'event:read',
      },
      issuesSchema,
      signal,
    );
    if (!called.ok) {
      return failed(await diagnosed(called, { projects, environment }, server, signal));
    }
    issues.push(...called.answer.value.map(issueFrom));
    cursor = called.answer.next;
    if (cursor === undefined) break;
  }
  return { ok: true, answer: { issues, isWhole: cursor === undefined } };
}

/** Sentry wants times without a zone, and takes them for UTC. */
function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, -1);
}

/** An error of ours, by Sentry's. */
export function issueFrom(issue: z.output<typeof issueSchema>): ErrorIssue {
  const { id, shortId, title, level, status, permalink, metadata, project, lifetime } = issue;
  const { count, userCount } = issue.filtered ?? issue;
  return {
    id,
    shortId,
    title,
    level,
    type: metadata.type ?? (title.split(':')[0] || 'Error'),
    project: project.slug,
    count,
    users: userCount,
    firstSeen: lifetime?.firstSeen ?? issue.firstSeen ?? undefined,
    lastSeen: lifetime?.lastSeen ?? issue.lastSeen ?? undefined,
    status,
    link: permalink ?? undefined,
  };
}
