import { alertmanager } from './alertmanager.ts';
import { cloudwatchComposite } from './cloudwatch-composite.ts';
import { cloudwatch } from './cloudwatch.ts';
import { eventbridgeAlarm, eventbridgeCompositeAlarm } from './eventbridge-alarm.ts';
import { eventbridge } from './eventbridge.ts';
import type { Format, WebhookFormat } from './format.ts';
import { grafana } from './grafana.ts';
import { lambdaAlarm } from './lambda-alarm.ts';
import { sentry } from './sentry.ts';
import { text } from './text.ts';
import { tocsin } from './tocsin.ts';

/** Every kind of message, in the order in which they are asked: the narrow before the wide. */
export const FORMATS: readonly Format[] = [
  cloudwatchComposite,
  cloudwatch,
  eventbridgeCompositeAlarm,
  eventbridgeAlarm,
  lambdaAlarm,
  grafana,
  alertmanager,
  tocsin,
  eventbridge,
  sentry,
  text,
];

/** The kinds that have an address of their own. */
export const WEBHOOK_FORMATS: readonly WebhookFormat[] = [tocsin, alertmanager, grafana, sentry];
