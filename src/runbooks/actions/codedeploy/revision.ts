import { createHash } from 'node:crypto';
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { wordsOf } from '../aws/aws-failure.ts';

/** Where a revision is, in words; two of the same words are the same. */
export function revisionText({
  s3Location: s3,
  gitHubLocation: git,
  appSpecContent: appSpec,
  string: raw,
}: RevisionLocation = {}): string {
  if (s3 !== undefined) {
    const version = s3.version ?? s3.eTag;
    return wordsOf(`s3://${s3.bucket}/${s3.key}${version === undefined ? '' : ` (${version})`}`);
  }
  if (git !== undefined) return wordsOf(`${git.repository} at ${git.commitId?.slice(0, 12)}`);
  const content = appSpec?.content ?? raw?.content ?? '';
  const sum = appSpec?.sha256 ?? raw?.sha256 ?? createHash('sha256').update(content).digest('hex');
  return `the AppSpec ${sum.slice(0, 12)}`;
}
