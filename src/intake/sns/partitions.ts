import { parseArn } from '../aws/arn.ts';
import { partitionOfRegion } from '../aws/partition.ts';

/**
 * The one host that SNS uses for a topic: `sns.<region>.amazonaws.com`, with `.cn` in China, `amazonaws.eu` in
 * the European Sovereign Cloud. Certificates and confirmations are fetched from there and from nowhere else.
 *
 * @returns undefined when the ARN is not that of a topic in a real AWS partition.
 */
export function snsHostOfTopic(topicArn: string): string | undefined {
  const arn = parseArn(topicArn);
  if (arn === undefined || arn.service !== 'sns' || !/^\d{12}$/u.test(arn.account))
    return undefined;
  const partition = partitionOfRegion(arn.region);
  if (partition?.name !== arn.partition) return undefined;
  return `sns.${arn.region}.${partition.dnsSuffix}`;
}

/**
 * A URL on the host that SNS uses for a topic, over https on the usual port, without credentials.
 *
 * @returns the URL, or in a few words what is wrong with it.
 */
export function snsUrl(
  text: string,
  topicArn: string,
): { readonly url: URL } | { readonly why: string } {
  const host = snsHostOfTopic(topicArn);
  if (host === undefined) return { why: 'the topic is not in an AWS partition' };
  const url = URL.parse(text);
  if (url === null) return { why: 'not a URL' };
  if (url.protocol !== 'https:') return { why: 'not https' };
  if (url.username !== '' || url.password !== '') return { why: 'carries credentials' };
  if (url.port !== '') return { why: 'names a port' };
  if (url.hostname !== host) return { why: `not on ${host}` };
  return { url };
}
