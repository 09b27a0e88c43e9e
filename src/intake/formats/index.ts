import { alertmanager } from './alertmanager.ts';
import { awsAutoscaling, awsAutoscalingNotification } from './aws-autoscaling.ts';
import { awsBudgets } from './aws-budgets.ts';
import { awsCodePipelineApproval } from './aws-codepipeline-approval.ts';
import { awsCodePipeline } from './aws-codepipeline.ts';
import { awsCostAnomaly, awsCostAnomalyEvent } from './aws-cost-anomaly.ts';
import { awsEcs } from './aws-ecs.ts';
import { awsGuardDuty, awsGuardDutyFinding } from './aws-guardduty.ts';
import { awsHealth } from './aws-health.ts';
import { awsRds, awsRdsNotification } from './aws-rds.ts';
import { awsSecurityHub } from './aws-securityhub.ts';
import { cloudwatchComposite } from './cloudwatch-composite.ts';
import { cloudwatch } from './cloudwatch.ts';
import { codeDeployTrigger } from './codedeploy-trigger.ts';
import { eventbridgeAlarm, eventbridgeCompositeAlarm } from './eventbridge-alarm.ts';
import { eventbridge } from './eventbridge.ts';
import type { Format, WebhookFormat } from './format.ts';
import { grafana } from './grafana.ts';
import { lambdaAlarm } from './lambda-alarm.ts';
import { s3Notification } from './s3-notification.ts';
import { sentry } from './sentry.ts';
import { ssmCommand } from './ssm-command.ts';
import { stackNotification } from './stack-notification.ts';
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
  awsHealth,
  awsBudgets,
  awsCostAnomaly,
  awsCostAnomalyEvent,
  awsRds,
  awsRdsNotification,
  awsAutoscaling,
  awsAutoscalingNotification,
  awsEcs,
  awsCodePipeline,
  awsCodePipelineApproval,
  awsGuardDuty,
  awsGuardDutyFinding,
  awsSecurityHub,
  eventbridge,
  sentry,
  s3Notification,
  codeDeployTrigger,
  ssmCommand,
  stackNotification,
  text,
];

/** The kinds that have an address of their own. */
export const WEBHOOK_FORMATS: readonly WebhookFormat[] = [tocsin, alertmanager, grafana, sentry];
