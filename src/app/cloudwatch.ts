import { matchesAll } from '../alert/matcher.ts';
import type { Config } from '../config/load.ts';
import { parseMatchers } from '../config/matchers.ts';
import { accountFromArns, regionFromArns } from '../intake/aws/region.ts';
import type { Source } from '../intake/reconcile/source.ts';
import { createCloudWatchClient } from './metrics/cloudwatch-client.ts';

type SourceConfig = NonNullable<Config['reconcile']['sources']>[number];

/** With the SDK's growing pauses the last is made about a minute after the first. */
const ATTEMPTS = 8;

/** The accounts and regions whose alarms are read: as configured, else the regions of the topics. */
export function createSources({ reconcile, intake }: Config): readonly Source[] {
  return (reconcile.sources ?? regionsOf(intake.sns.topics)).map(createSource);
}

function regionsOf(topics: Config['intake']['sns']['topics']): readonly SourceConfig[] {
  const regions = new Set(topics.flatMap(({ arn }) => regionFromArns(arn) ?? []));
  return [...regions].map((region) => ({ region, include: [] }));
}

function createSource({ include, ...place }: SourceConfig): Source {
  const account = accountFromArns(place.role_arn);
  const matchers = include.flatMap(parseMatchers);
  return {
    region: place.region,
    client: createCloudWatchClient(place, ATTEMPTS),
    ...(account !== undefined && { account }),
    ...(matchers.length > 0 && { includes: (labels) => matchesAll(matchers, labels) }),
  };
}
