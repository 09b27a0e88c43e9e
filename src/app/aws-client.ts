import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** An account and region, as the config has them; without a region that of the environment. */
export interface AwsPlace {
  readonly region?: string | undefined;
  readonly role_arn?: string | undefined;
  readonly external_id?: string | undefined;
}

const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 15_000;

/**
 * What a client of AWS's is made of: the credentials that every AWS program finds, or a role's.
 *
 * @param attempts how often the SDK tries, with growing pauses
 */
export function clientSettings(
  { region, role_arn: role, external_id }: AwsPlace,
  attempts: number,
) {
  const inRegion = region === undefined ? {} : { region };
  return {
    ...inRegion,
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
        clientConfig: inRegion,
      }),
    }),
  };
}
