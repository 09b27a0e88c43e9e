import type { Alert } from './alert.ts';
import { labelValue } from './labels.ts';
import type { Source } from './signal.ts';

/** Where CloudWatch keeps an alarm: its name is unique there. */
export interface AlarmPlace {
  readonly account: string;
  readonly region: string;
}

const CLOUDWATCH: readonly Source[] = ['cloudwatch', 'cloudwatch-composite', 'lambda-alarm'];

/** Where the CloudWatch alarm of an alert lives; undefined for other alerts, and if nobody said. */
export function alarmPlace({
  source,
  labels,
}: Pick<Alert, 'source' | 'labels'>): AlarmPlace | undefined {
  if (!CLOUDWATCH.includes(source)) return undefined;
  const place = { account: labelValue(labels, 'account'), region: labelValue(labels, 'region') };
  return place.account === '' || place.region === '' ? undefined : place;
}
