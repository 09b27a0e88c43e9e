import { readFileSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import type { ErrorsAtHand } from '../../metrics/errors/at-hand.ts';
import { changeError, type ChangeParts } from '../../metrics/errors/change.ts';
import { expectedBy, USUALLY_EXPECTED } from '../../metrics/errors/expected.ts';
import { readErrors } from '../../metrics/errors/read.ts';
import { createSentryTracker } from '../../metrics/errors/sentry/tracker.ts';

/**
 * The errors that people can look at and resolve, by the config; undefined where it names none.
 *
 * @throws when the file of a certificate authority can't be read
 */
export function errorsAtHand(
  { errors }: Config,
  parts: Omit<ChangeParts, 'tracker'>,
): ErrorsAtHand | undefined {
  if (errors.sentry === undefined) return undefined;
  const { url, token, organization, projects, ca_file } = errors.sentry;
  const ca = ca_file && readFileSync(ca_file, 'utf8');
  const tracker = createSentryTracker({ url, token, organization, ca }, projects);
  const isExpected = expectedBy(errors.expected ?? USUALLY_EXPECTED);
  return {
    projects,
    read: (asked, watcher) => readErrors(asked, { tracker, isExpected }, watcher),
    change: (wish, signal) => changeError(wish, { ...parts, tracker }, signal),
  };
}
