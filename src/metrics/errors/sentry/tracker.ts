import type { ErrorTracker } from '../tracker.ts';
import type { SentryServer } from './call.ts';
import { detailsOf } from './details.ts';
import { listIssues } from './issues.ts';
import { findIssue, markIssue } from './mark.ts';

/**
 * The errors of an organization at Sentry.
 *
 * @param projects those that are looked at; none for all that the token sees
 */
export function createSentryTracker(
  server: SentryServer,
  projects: readonly string[],
): ErrorTracker {
  return {
    list: (asked, signal) => listIssues(asked, projects, server, signal),
    details: (issue, environment, signal) => detailsOf(issue, environment, server, signal),
    find: (shortId, signal) => findIssue(shortId, projects, server, signal),
    mark: (issue, status, signal) => markIssue(issue, status, server, signal),
  };
}
