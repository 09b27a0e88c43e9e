import type { Link } from '../../alert/signal.ts';
import { partitionOfRegion } from './partition.ts';

/** No page of the console has a longer address, even where each character of a name takes nine. */
const LONGEST = 4096;

/** The console's page of a CloudWatch alarm, in the partition its region belongs to. */
export function alarmConsoleLink(region: string, alarm: string): Link | undefined {
  return consoleLink(region, 'cloudwatch/home', `#alarmsV2:alarm/${encoded(alarm)}`);
}

/** The console's page of an SNS topic. */
export function topicConsoleLink(region: string, topicArn: string): Link | undefined {
  return consoleLink(region, 'sns/v3/home', `#/topic/${encoded(topicArn)}`);
}

/**
 * A page of the console, in the partition the region belongs to; undefined when it is no region, or when
 * its address would be longer than any.
 *
 * @param path such as `ecs/v2/clusters/shop`; what comes from a message goes in `encoded`.
 */
export function consoleLink(
  region: string | undefined,
  path: string,
  fragment = '',
): Link | undefined {
  const partition = partitionOfRegion(region ?? '');
  if (partition === undefined) return undefined;
  const url = `https://${partition.consoleHost}/${path}?region=${region}${fragment}`;
  return url.length > LONGEST ? undefined : { title: 'Console', url };
}

/** A link that a message brought, if it is one to follow. */
export function givenLink(title: string, address: string | undefined): Link | undefined {
  const url = httpUrl(address?.trim());
  return url === undefined ? undefined : { title, url };
}

/** A text from a message as a part of an address. */
export function encoded(text: string): string {
  // A lone surrogate would make encodeURIComponent throw.
  return encodeURIComponent(text.toWellFormed());
}

/** The text as a link's address when it is http or https; undefined for everything else. */
export function httpUrl(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 2048 || !/^https?:\/\//iu.test(text)) return undefined;
  const url = URL.parse(text);
  // What carries a user name shows one host and goes to another.
  return url === null || url.username !== '' || url.password !== '' ? undefined : url.href;
}
