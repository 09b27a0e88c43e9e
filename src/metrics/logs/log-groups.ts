import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { namesLike } from '../names-like.ts';
import { call } from '../sources/cloudwatch/call.ts';
import type { LogProblem } from './outcome.ts';
import type { LogsPlace } from './place.ts';

/** Of 50 groups each. */
const PAGES_AT_MOST = 20;

/**
 * Which of some log groups there is not, and which may have been meant.
 *
 * @param groups names or ARNs
 * @returns undefined where all are there, or nobody can say
 */
export async function unknownLogGroup(
  place: LogsPlace,
  groups: readonly string[],
): Promise<LogProblem | undefined> {
  for (const name of groups) {
    // Of one by its ARN, which may be another account's, nobody here can say.
    if (name.startsWith('arn:')) continue;
    const same = await groupNames(place, name, 1);
    if (same === undefined) return { kind: 'unknown-log-group', asked: name };
    if (same.includes(name)) continue;
    const all = await groupNames(place, undefined, PAGES_AT_MOST);
    const [nearest] = namesLike(name, all ?? [], 1);
    return { kind: 'unknown-log-group', asked: name, ...(nearest !== undefined && { nearest }) };
  }
  return undefined;
}

/** The names of log groups, those that begin with something first; undefined where they can't be read. */
async function groupNames(
  place: LogsPlace,
  logGroupNamePrefix: string | undefined,
  pages: number,
): Promise<readonly string[] | undefined> {
  const names: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken, limit: 50 });
    const outcome = await call(
      place,
      'logs:DescribeLogGroups',
      (options) => place.client.send(command, options),
      {},
    );
    if (!outcome.ok) return undefined;
    names.push(
      ...(outcome.answer.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []),
    );
    ({ nextToken } = outcome.answer);
    if (nextToken === undefined) break;
  }
  return names;
}
