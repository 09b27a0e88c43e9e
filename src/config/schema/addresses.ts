import { Mistake, quoted } from '../mistake.ts';

/**
 * Checks a URL.
 *
 * @param schemes what it may begin with, for example `['https']`
 * @param example what to write instead
 * @param show false for a URL that carries a password
 * @throws Mistake
 */
export function checkUrl(
  text: string,
  schemes: readonly string[],
  example: string,
  show = true,
): void {
  const what = show ? quoted(text) : 'the address';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '') {
    throw new Mistake(`${what} is not a URL`, `write a URL such as ${example}`);
  }
  if (!schemes.includes(url.protocol.slice(0, -1))) {
    const allowed = schemes.map((scheme) => `${scheme}://`).join(' or ');
    throw new Mistake(`${what} does not begin with ${allowed}`, `write a URL such as ${example}`);
  }
}

/** Where a server listens; port 0 lets the system choose. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `host:port`, `[::1]:port` or `:port` (every address of the machine).
 *
 * @throws Mistake that says what to write instead.
 */
export function parseListen(text: string): ListenAddress {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(text.trim()) ?? [];
  if (digits === undefined) {
    const port = /^\d+$/.test(text) ? text : '8080';
    throw new Mistake(`${quoted(text)} is not host:port`, `write 127.0.0.1:${port}`);
  }
  const port = Number(digits);
  if (port > 65_535) throw new Mistake(`${digits} is not a port`, 'write a port up to 65535');
  return { host: bracketed ?? (plain === '' || plain === undefined ? '0.0.0.0' : plain), port };
}

/**
 * Checks an e-mail address, roughly: something, an @, a host.
 *
 * @throws Mistake
 */
export function checkEmail(text: string): void {
  if (/^[^\s@<>,]+@[^\s@<>,]+$/.test(text)) return;
  throw new Mistake(`${quoted(text)} is not an e-mail address`, 'write name@example.com');
}

/** The code of a region of any partition: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = /^(?:[a-z]{2}|eusc)(-[a-z]+)+-\d+$/;

/**
 * Checks the code of an AWS region.
 *
 * @throws Mistake
 */
export function checkRegion(text: string): void {
  if (REGION.test(text)) return;
  throw new Mistake(`${quoted(text)} is not a region of AWS`, 'write a code such as us-east-1');
}

/**
 * Checks the ARN of an IAM role.
 *
 * @throws Mistake
 */
export function checkRoleArn(text: string): void {
  if (/^arn:aws(-cn|-us-gov|-eusc)?:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(text)) return;
  const hint = 'write arn:aws:iam::111122223333:role/role-name';
  throw new Mistake(`${quoted(text)} is not the ARN of a role`, hint);
}

const LOG_GROUP = String.raw`[\w/.#-]{1,512}`;
const LOG_GROUP_NAME = new RegExp(
  `^(?:${LOG_GROUP}|arn:aws(?:-cn|-us-gov|-eusc)?:logs:[a-z0-9-]+:\\d{12}:log-group:${LOG_GROUP})$`,
);

/**
 * Checks the name of a log group, or its ARN.
 *
 * @throws Mistake
 */
export function checkLogGroup(text: string): void {
  if (LOG_GROUP_NAME.test(text)) return;
  const hint = text.endsWith(':*')
    ? 'leave out the :* at its end'
    : 'write a name such as /aws/lambda/checkout, or an ARN';
  throw new Mistake(`${quoted(text)} is not a log group`, hint);
}

/** The partitions whose SNS hosts intake trusts; see the AWS reference on ARNs. */
const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'];
const TOPIC_EXAMPLE = 'write arn:aws:sns:us-east-1:111122223333:topic-name';

/**
 * Checks the ARN of an SNS topic.
 *
 * @throws Mistake that says what is wrong with it.
 */
export function checkTopicArn(text: string): void {
  const [arn, partition, service, region, account, name, ...rest] = text.split(':');
  const problem = (what: string) => new Mistake(`${quoted(text)} ${what}`, TOPIC_EXAMPLE);
  if (arn !== 'arn' || name === undefined) throw problem('is not the ARN of an SNS topic');
  if (service !== 'sns') throw problem(`is the ARN of ${service}, not of an SNS topic`);
  if (rest.length > 0) throw problem('is the ARN of a subscription, not of a topic');
  if (!PARTITIONS.includes(partition ?? '')) {
    throw problem(`is not in a partition of AWS (${PARTITIONS.join(', ')})`);
  }
  if (!REGION.test(region ?? '')) throw problem('has no region');
  if (!/^\d{12}$/.test(account ?? '')) throw problem('has no 12-digit account');
  if (!/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/.test(name)) throw problem('has no topic name');
}

export const QUEUE_EXAMPLE = 'https://sqs.us-east-1.amazonaws.com/111122223333/tocsin';

/**
 * Checks the URL of an SQS queue: its path is account and name.
 *
 * @throws Mistake
 */
export function checkQueueUrl(text: string): void {
  checkUrl(text, ['https', 'http'], QUEUE_EXAMPLE);
  if (/^\/[\w-]+\/[A-Za-z0-9_-]{1,80}(\.fifo)?$/.test(new URL(text).pathname)) return;
  const message = `${quoted(text)} does not end with an account and a queue's name`;
  throw new Mistake(message, `write a URL such as ${QUEUE_EXAMPLE}`);
}

/**
 * The region in the host of a queue's URL: also in that of an interface endpoint, of FIPS and of both
 * IP versions, and in the older forms. Source: Amazon SQS endpoints and quotas.
 */
export function regionOfQueue(url: string): string | undefined {
  const { hostname } = new URL(url);
  if (hostname === 'queue.amazonaws.com') return 'us-east-1';
  return hostname.split('.').find((label) => REGION.test(label));
}
