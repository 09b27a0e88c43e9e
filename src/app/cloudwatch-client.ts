import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** An account and region, as the config has it. */
export interface CloudWatchPlace {
  readonly region: string;
  readonly role_arn?: string | undefined;
  readonly external_id?: string | undefined;
}

const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 15_000;

/**
 * A client of CloudWatch's, with the credentials that every AWS program finds, or a role's.
 *
 * @param attempts how often the SDK tries, with growing pauses
 */
export function createCloudWatchClient(
  { region, role_arn: role, external_id }: CloudWatchPlace,
  attempts: number,
): CloudWatchClient {
  return new CloudWatchClient({
    region,
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
    },
    ...(role !== undefined && {
      credentials: fromTemporaryCredentials({
        params: {
          RoleArn: role,
          RoleSessionName: 'tocsin',
          ...(external_id !== undefined && { ExternalId: external_id }),
        },
        clientConfig: { region },
      }),
    }),
  });
}
