import type { ErrorIssue } from '../issue.ts';
import { failed, type Asked } from '../problem.ts';
import type { ErrorStatus } from '../tracker.ts';
import { call, type SentryServer } from './call.ts';
import { diagnosed } from './diagnose.ts';
import { issueFrom, issuesPath } from './issues.ts';
import { issueSchema, issuesSchema } from './schema.ts';

/**
 * The error that people call so, of one of some projects (of any where none is named).
 *
 * @see https://docs.sentry.io/api/events/list-an-organizations-issues/ `shortIdLookup`
 */
export async function findIssue(
  shortId: string,
  projects: readonly string[],
  server: SentryServer,
  signal: AbortSignal,
): Promise<Asked<ErrorIssue>> {
  const query = { query: shortId, shortIdLookup: '1', project: '-1', collapse: 'stats' };
  const question = { path: issuesPath(server), query, scope: 'event:read' };
  const called = await call(server, question, issuesSchema, signal);
  if (!called.ok) return failed(await diagnosed(called, { projects: [] }, server, signal));
  // Where there is none of that name Sentry gives those that have it in their texts.
  const found = called.answer.value
    .map(issueFrom)
    .find((issue) => issue.shortId.toUpperCase() === shortId.toUpperCase());
  if (found === undefined || (projects.length > 0 && !projects.includes(found.project))) {
    return failed({ kind: 'unknown-issue', asked: shortId });
  }
  return { ok: true, answer: found };
}

/** @see https://docs.sentry.io/api/events/update-an-issue/ */
export async function markIssue(
  issue: ErrorIssue,
  status: ErrorStatus,
  server: SentryServer,
  signal: AbortSignal,
): Promise<Asked<ErrorIssue>> {
  const question = {
    method: 'PUT',
    path: `${issuesPath(server)}${issue.id}/`,
    body: { status },
    scope: 'event:write',
  } as const;
  const called = await call(server, question, issueSchema.pick({ status: true }), signal);
  if (!called.ok) {
    const isGone = called.status === 404;
    return failed(isGone ? { kind: 'unknown-issue', asked: issue.shortId } : called.problem);
  }
  return { ok: true, answer: { ...issue, status: called.answer.value.status } };
}
