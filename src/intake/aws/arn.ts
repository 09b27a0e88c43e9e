/** The parts of an Amazon Resource Name: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Takes an ARN apart; undefined when the text is none. Parts may be empty, as in S3's. */
export function parseArn(text: string | undefined): Arn | undefined {
  if (text === undefined || !text.startsWith('arn:')) return undefined;
  const [, partition, service, region, account, ...resource] = text.split(':');
  if (partition === undefined || service === undefined || region === undefined) return undefined;
  if (account === undefined || resource.length === 0) return undefined;
  return { partition, service, region, account, resource: resource.join(':') };
}

/** What people call the thing an ARN names: the last part of its resource. */
export function arnName(text: string): string {
  const resource = parseArn(text)?.resource ?? text;
  return resource.split(/[:/]/u).findLast((part) => part !== '') ?? text;
}
