import { parseMessage } from '../../../src/intake/parse.ts';
import { alarmEvent, compositeAlarm, CONTEXT, lambdaPayload, metricAlarm } from './alarms.ts';
import {
  apiCall,
  approvalMessage,
  arn,
  asffFinding,
  bucketNotification,
  budgetText,
  buildEvent,
  commandNotification,
  containerInstance,
  costAnomaly,
  crawlerEvent,
  databaseEvent,
  databaseNotification,
  deployment,
  deploymentEvent,
  deploymentTrigger,
  event,
  findingsEvent,
  guardDutyEvent,
  healthEvent,
  imageScan,
  instanceEvent,
  instanceTrigger,
  malwareScan,
  objectEvent,
  ocsfFinding,
  pipelineEvent,
  scalingEvent,
  scalingNotification,
  scheduledEvent,
  serviceAction,
  taskChange,
  stackEvent,
  stackNotification,
} from './aws-events.ts';
import {
  alertmanagerMessage,
  grafanaMessage,
  groupedAlert,
  legacyGrafanaMessage,
  sentryEventAlert,
  sentryIssue,
} from './webhooks.ts';

export interface Sample {
  readonly source: string;
  /** As the table in docs/signals.md names it. */
  readonly kind: string;
  readonly message: object | string;
}

const CATEGORIES = ['availability', 'recovery', 'security'];
const QUIET = ['creation', 'backup', 'restoration', 'configuration change'];

/** Messages of every kind of docs/signals.md. */
export const SAMPLES: readonly Sample[] = [
  sample('cloudwatch', 'metric, math or anomaly alarm', metricAlarm()),
  sample('cloudwatch', 'EventBridge: alarm state change', alarmEvent()),
  sample('cloudwatch-composite', 'composite alarm', compositeAlarm()),
  sample('lambda-alarm', 'alarm action payload', lambdaPayload()),
  sample('aws-health', 'issue', healthEvent()),
  sample(
    'aws-health',
    'abuse report',
    healthEvent({ service: 'ABUSE' }, { 'detail-type': 'AWS Health Abuse Event' }),
  ),
  ...['scheduledChange', 'accountNotification'].map((eventTypeCategory) =>
    sample(
      'aws-health',
      'scheduled change, account notification',
      healthEvent({ eventTypeCategory, statusCode: 'upcoming' }),
    ),
  ),
  sample('aws-budgets', 'actual', budgetText()),
  sample('aws-budgets', 'utilization, coverage', budgetText().replace('> $80', '< $80')),
  sample('aws-budgets', 'forecast', budgetText({ kind: 'FORECASTED' })),
  sample('aws-cost-anomaly', 'anomaly', costAnomaly()),
  sample('aws-cost-anomaly', 'anomaly', event('aws.ce', 'Anomaly Detected', costAnomaly())),
  sample('aws-rds', 'low storage', ofCategory('low storage')),
  sample('aws-rds', 'failure', ofCategory('failure')),
  sample('aws-rds', 'failover, availability, recovery, security', databaseEvent()),
  sample('aws-rds', 'failover, availability, recovery, security', databaseNotification()),
  ...CATEGORIES.map((category) =>
    sample('aws-rds', 'failover, availability, recovery, security', ofCategory(category)),
  ),
  sample(
    'aws-rds',
    'replication of a read replica stopped',
    databaseEvent({ EventID: 'RDS-EVENT-0045' }),
  ),
  ...['deletion', 'maintenance', 'notification', 'read replica', 'of its own'].map((category) =>
    sample('aws-rds', 'deletion, maintenance, notification, others', ofCategory(category)),
  ),
  ...QUIET.map((category) =>
    sample('aws-rds', 'creation, backup, restoration, configuration change', ofCategory(category)),
  ),
  sample(
    'aws-autoscaling',
    'instance launch unsuccessful',
    scalingEvent('EC2 Instance Launch Unsuccessful'),
  ),
  sample('aws-autoscaling', 'instance launch unsuccessful', scalingNotification()),
  sample(
    'aws-autoscaling',
    'instance terminate unsuccessful',
    scalingEvent('EC2 Instance Terminate Unsuccessful'),
  ),
  sample(
    'aws-autoscaling',
    'instance refresh',
    scalingEvent('EC2 Auto Scaling Instance Refresh Failed'),
  ),
  sample(
    'aws-autoscaling',
    'lifecycle action',
    scalingEvent('EC2 Instance-launch Lifecycle Action', { LifecycleHookName: 'warm-up' }),
  ),
  sample(
    'aws-autoscaling',
    'instance launched, terminated, detached; test notification',
    scalingEvent('EC2 Instance Launch Successful'),
  ),
  sample(
    'aws-autoscaling',
    'instance launched, terminated, detached; test notification',
    scalingNotification({ Event: 'autoscaling:TEST_NOTIFICATION' }),
  ),
  sample('aws-ecs', 'service impaired', serviceAction()),
  sample('aws-ecs', 'deployment', deployment('SERVICE_DEPLOYMENT_FAILED', 'ERROR')),
  sample('aws-ecs', 'task of a service stopped unexpectedly', taskChange()),
  sample('aws-ecs', 'other task stopped unexpectedly', taskChange({ group: 'family:report' })),
  sample('aws-ecs', 'container instance', containerInstance()),
  ...[
    taskChange({ lastStatus: 'RUNNING', stopCode: undefined, containers: [] }),
    taskChange({ stopCode: 'ServiceSchedulerInitiated' }),
    taskChange({ containers: [{ name: 'app', exitCode: 0 }] }),
    serviceAction({ eventType: 'INFO', eventName: 'SERVICE_DESIRED_COUNT_UPDATED' }),
    deployment('SERVICE_DEPLOYMENT_IN_PROGRESS', 'INFO'),
  ].map((message) =>
    sample(
      'aws-ecs',
      'task that runs, ends well or is stopped on purpose; other service actions',
      message,
    ),
  ),
  sample('aws-codepipeline', 'pipeline execution', pipelineEvent('Pipeline')),
  sample('aws-codepipeline', 'stage execution', pipelineEvent('Stage')),
  sample('aws-codepipeline', 'action execution', pipelineEvent('Action')),
  sample('aws-codepipeline', 'approval needed', approvalMessage()),
  ...['STARTED', 'SUPERSEDED', 'STOPPED', 'CANCELED', 'RESUMED'].map((state) =>
    sample(
      'aws-codepipeline',
      'execution that starts, stops, is superseded',
      pipelineEvent('Pipeline', { state }),
    ),
  ),
  sample('aws-guardduty', 'finding', guardDutyEvent()),
  sample('aws-guardduty', 'malware found', malwareScan()),
  sample('aws-guardduty', 'object could not be scanned', malwareScan('ACCESS_DENIED')),
  sample('aws-guardduty', 'clean object', malwareScan('NO_THREATS_FOUND')),
  sample('aws-securityhub', 'finding, ASFF', findingsEvent([asffFinding()])),
  sample('aws-securityhub', 'finding, OCSF', findingsEvent([ocsfFinding()], 2)),
  sample('eventbridge', 'CodeBuild build', buildEvent()),
  sample('eventbridge', 'CodeDeploy deployment', deploymentEvent('FAILURE')),
  sample('eventbridge', 'CodeDeploy, instance', instanceEvent('FAILURE')),
  sample(
    'eventbridge',
    'Step Functions, Glue, Batch',
    event('aws.states', 'Step Functions Execution Status Change', {
      stateMachineArn: arn('states', 'stateMachine:import'),
      status: 'TIMED_OUT',
    }),
  ),
  sample('eventbridge', 'Step Functions, Glue, Batch', crawlerEvent('Failed')),
  sample('eventbridge', 'S3 object event', objectEvent()),
  sample('eventbridge', 'API call through CloudTrail', apiCall()),
  ...[imageScan(), scheduledEvent(), event('our.shop', 'Order Lost', { order: 7 })].map((message) =>
    sample('eventbridge', 'image scan, schedule, any other event', message),
  ),
  ...[
    event('aws.cloudwatch', 'CloudWatch Alarm Configuration Change', { operation: 'update' }),
    event('aws.codebuild', 'CodeBuild Build Phase Change', { 'completed-phase': 'BUILD' }),
  ].map((message) =>
    sample('eventbridge', 'alarm configuration change; phase of a build', message),
  ),
  sample('tocsin', 'deployment', {
    deployments: [{ name: 'orders-api', version: 'v41', status: 'failed' }],
  }),
  ...['running', 'stopped'].map((status) =>
    sample('tocsin', 'deployment that runs or was stopped', {
      deployments: [{ name: 'orders-api', version: 'v41', status }],
    }),
  ),
  sample('tocsin', 'plain JSON', { alerts: [{ labels: { alertname: 'backup', host: 'db-1' } }] }),
  sample(
    'alertmanager',
    'alert of a group',
    alertmanagerMessage({ alerts: [groupedAlert({ labels: { alertname: 'QueueStuck' } })] }),
  ),
  sample(
    'alertmanager',
    'alerts left out of a message',
    alertmanagerMessage({ alerts: [], truncatedAlerts: 3 }),
  ),
  sample('grafana', 'alert of a group', grafanaMessage()),
  sample(
    'grafana',
    'alerts left out of a message',
    grafanaMessage({}, { alerts: [], truncatedAlerts: 3 }),
  ),
  sample('grafana', 'rule of a dashboard (before Grafana 11)', legacyGrafanaMessage()),
  sample('sentry', 'new issue, regression, escalation', sentryIssue('created')),
  sample('sentry', 'issue resolved, archived', sentryIssue('resolved')),
  sample('sentry', 'issue alert', sentryEventAlert()),
  sample('sentry', 'issue assigned, ongoing', sentryIssue('assigned')),
  ...['ObjectCreated:Put', 'Replication:OperationFailedReplication'].map((eventName) =>
    sample('text', 'notification of an S3 bucket', bucketNotification({ eventName })),
  ),
  sample('text', 'CodeDeploy trigger, deployment', deploymentTrigger()),
  sample('text', 'CodeDeploy trigger, instance', instanceTrigger()),
  sample('text', 'SSM command that failed', commandNotification()),
  sample('text', 'CloudFormation stack', stackNotification()),
  sample('eventbridge', 'CloudFormation stack', stackEvent('ROLLBACK_COMPLETE')),
  ...[
    { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'uploads' },
    deploymentTrigger({ status: 'STOPPED' }),
    instanceTrigger({ instanceStatus: 'InProgress' }),
    commandNotification({ status: 'Success' }),
    stackNotification({ ResourceStatus: 'UPDATE_IN_PROGRESS' }),
  ].map((message) =>
    sample(
      'text',
      'S3 test notification; deployment, command or stack that goes on or was stopped, command that went well',
      message,
    ),
  ),
  sample('text', 'anything else', 'The disk of db-1 is full.'),
];

/** Of no alarm, such as a deployment that goes on; or said by AWS to be there to be read only. */
export function isSilent({ message }: Sample): boolean {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  if (text.includes('"eventType":"INFO"')) return true;
  return parseMessage(text, CONTEXT).signals.length === 0;
}

function sample(source: string, kind: string, message: object | string): Sample {
  return { source, kind, message };
}

function ofCategory(category: string) {
  return databaseEvent({
    EventCategories: [category],
    EventID: 'RDS-EVENT-9999',
    Message: 'It is.',
  });
}
