import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { clientSettings } from '../aws-client.ts';

/** An account and region, as the config has it. */
export interface CloudWatchPlace {
  readonly region: string;
  readonly role_arn?: string | undefined;
  readonly external_id?: string | undefined;
}

/** A client of CloudWatch's; the rest is as for any of AWS's clients. */
export function createCloudWatchClient(place: CloudWatchPlace, attempts: number): CloudWatchClient {
  return new CloudWatchClient(clientSettings(place, attempts));
}

/** The same for what it keeps of logs. */
export function createLogsClient(place: CloudWatchPlace, attempts: number): CloudWatchLogsClient {
  return new CloudWatchLogsClient(clientSettings(place, attempts));
}
