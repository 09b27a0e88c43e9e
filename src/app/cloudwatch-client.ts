import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** An account and region, as the config has it. */
export interface CloudWatchPlace {
  readonly region: string;
  readonly role_arn?: string | undefined;
  readonly external_id?: string | undefined;
}

const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 15_000;

/** A client of CloudWatch's; the rest is as for any of AWS's clients. */
export function createCloudWatchClient(place: CloudWatchPlace, attempts: number): CloudWatchClient {
  return new CloudWatchClient(clientSettings(place, attempts));
}

/** The same for what it keeps of logs. */
export function createLogsClient(place: CloudWatchPlace, attempts: number): CloudWatchLogsClient {
  return new CloudWatchLogsClient(clientSettings(place, attempts));
}

/**
 * What a client of AWS's is made of: the credentials that every AWS program finds, or a role's.
 *
 * @param attempts how often the SDK tries, with growing pauses
 */
function clientSettings(
  { region, role_arn: role, external_id }: CloudWatchPlace,
  attempts: number,
) {
  return {
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
  };
}
