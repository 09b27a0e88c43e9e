import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { matchesAll } from '../alert/matcher.ts';
import type { Config } from '../config/load.ts';
import { parseMatchers } from '../config/matchers.ts';
import { accountFromArns, regionFromArns } from '../intake/aws/region.ts';
import type { Source } from '../intake/reconcile/source.ts';

type SourceConfig = NonNullable<Config['reconcile']['sources']>[number];

/** With the SDK's growing pauses the last is made about a minute after the first. */
const ATTEMPTS = 8;
const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 15_000;

/** The accounts and regions whose alarms are read: as configured, else the regions of the topics. */
export function createSources({ reconcile, intake }: Config): readonly Source[] {
  return (reconcile.sources ?? regionsOf(intake.sns.topics)).map(createSource);
}

function regionsOf(topics: Config['intake']['sns']['topics']): readonly SourceConfig[] {
  const regions = new Set(topics.flatMap(({ arn }) => regionFromArns(arn) ?? []));
  return [...regions].map((region) => ({ region, include: [] }));
}

function createSource({ region, role_arn: role, external_id, include }: SourceConfig): Source {
  const account = accountFromArns(role);
  const matchers = include.flatMap(parseMatchers);
  const client = new CloudWatchClient({
    region,
    maxAttempts: ATTEMPTS,
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
  return {
    region,
    client,
    ...(account !== undefined && { account }),
    ...(matchers.length > 0 && { includes: (labels) => matchesAll(matchers, labels) }),
  };
}
