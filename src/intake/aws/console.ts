import type { Link } from '../../alert/signal.ts';
import { partitionOfRegion } from './partition.ts';

/** The console's page of a CloudWatch alarm, in the partition its region belongs to. */
export function alarmConsoleLink(region: string, alarm: string): Link | undefined {
  return consoleLink(region, 'cloudwatch', `#alarmsV2:alarm/${encoded(alarm)}`);
}

/** The console's page of an SNS topic. */
export function topicConsoleLink(region: string, topicArn: string): Link | undefined {
  return consoleLink(region, 'sns/v3', `#/topic/${encoded(topicArn)}`);
}

function consoleLink(region: string, service: string, fragment: string): Link | undefined {
  const partition = partitionOfRegion(region);
  if (partition === undefined) return undefined;
  const url = `https://${partition.consoleHost}/${service}/home?region=${region}${fragment}`;
  return { title: 'Console', url };
}

function encoded(text: string): string {
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
