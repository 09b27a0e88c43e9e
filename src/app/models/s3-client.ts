import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../aws-client.ts';

/** Where a bucket is, as the config has it. */
export interface S3Place {
  readonly region?: string | undefined;
  readonly role_arn?: string | undefined;
  readonly external_id?: string | undefined;
  /** Another server than Amazon's. */
  readonly endpoint?: string | undefined;
}

const ATTEMPTS = 4;

/** A client of S3's; without a region that of the environment or the profile. */
export function createS3Client({ endpoint, ...place }: S3Place): S3Client {
  return new S3Client({
    ...clientSettings(place, ATTEMPTS),
    // Another server has no name for each bucket.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
}
