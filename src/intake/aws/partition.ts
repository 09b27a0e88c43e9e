/** One of AWS's separate worlds, each with its own DNS names and console. */
export interface Partition {
  readonly name: 'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc';
  readonly regions: RegExp;
  readonly dnsSuffix: string;
  readonly consoleHost: string;
  /** Where the consoles of what has no region (billing, health) are. */
  readonly homeRegion: string;
}

/**
 * The partitions a customer can have an account in, with the region patterns of the AWS SDKs'
 * `partitions.json`. The commercial pattern is wider than today's list on purpose: a new region must
 * not need a new release.
 */
const PARTITIONS: readonly Partition[] = [
  {
    name: 'aws-cn',
    regions: /^cn-[a-z]+-\d{1,2}$/,
    dnsSuffix: 'amazonaws.com.cn',
    consoleHost: 'console.amazonaws.cn',
    homeRegion: 'cn-north-1',
  },
  {
    name: 'aws-us-gov',
    regions: /^us-gov-[a-z]+-\d{1,2}$/,
    dnsSuffix: 'amazonaws.com',
    consoleHost: 'console.amazonaws-us-gov.com',
    homeRegion: 'us-gov-west-1',
  },
  {
    name: 'aws-eusc',
    regions: /^eusc-[a-z]{2}-[a-z]+-\d{1,2}$/,
    dnsSuffix: 'amazonaws.eu',
    consoleHost: 'console.amazonaws-eusc.eu',
    homeRegion: 'eusc-de-east-1',
  },
  {
    name: 'aws',
    regions: /^[a-z]{2}-[a-z]+-\d{1,2}$/,
    dnsSuffix: 'amazonaws.com',
    consoleHost: 'console.aws.amazon.com',
    homeRegion: 'us-east-1',
  },
];

/** The partition a region belongs to; undefined when the text is not a region's code. */
export function partitionOfRegion(region: string): Partition | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region));
}

/** The region whose console shows what has none, in the partition of an ARN. */
export function homeRegion(arn: string | undefined): string {
  const name = arn?.split(':', 2)[1];
  return PARTITIONS.find((partition) => partition.name === name)?.homeRegion ?? 'us-east-1';
}
