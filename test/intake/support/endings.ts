import { alarmEvent, compositeAlarm, lambdaPayload, metricAlarm } from './alarms.ts';
import {
  asffFinding,
  buildEvent,
  containerInstance,
  crawlerEvent,
  databaseEvent,
  deployment,
  deploymentEvent,
  deploymentTrigger,
  findingsEvent,
  healthEvent,
  instanceEvent,
  instanceTrigger,
  ocsfFinding,
  pipelineEvent,
  scalingEvent,
  serviceAction,
  stackEvent,
  stackNotification,
} from './aws-events.ts';
import type { Sample } from './samples.ts';
import {
  alertmanagerMessage,
  grafanaMessage,
  groupedAlert,
  legacyGrafanaMessage,
  sentryIssue,
} from './webhooks.ts';

const OK = { NewStateValue: 'OK' };
const CLOSED = { statusCode: 'closed' };
const OVER = { state: { value: 'OK', timestamp: '2026-03-01T10:05:00.000+0000' } };
const DONE = { state: 'SUCCEEDED' };
const DECISION = { type: { category: 'Approval' }, stage: 'Production', action: 'Ask', ...DONE };

/** Of each kind of docs/signals.md that something resolves, the end of its sample. */
export const ENDINGS: readonly Sample[] = [
  end('cloudwatch', 'metric, math or anomaly alarm', metricAlarm(OK)),
  end('cloudwatch', 'EventBridge: alarm state change', alarmEvent(OVER)),
  end('cloudwatch-composite', 'composite alarm', compositeAlarm(OK)),
  end('lambda-alarm', 'alarm action payload', lambdaPayload(OVER)),
  end('aws-health', 'issue', healthEvent(CLOSED)),
  end(
    'aws-health',
    'abuse report',
    healthEvent({ service: 'ABUSE', ...CLOSED }, { 'detail-type': 'AWS Health Abuse Event' }),
  ),
  end(
    'aws-health',
    'scheduled change, account notification',
    healthEvent({ eventTypeCategory: 'scheduledChange', ...CLOSED }),
  ),
  end(
    'aws-rds',
    'replication of a read replica stopped',
    databaseEvent({ EventID: 'RDS-EVENT-0046' }),
  ),
  end(
    'aws-autoscaling',
    'instance refresh',
    scalingEvent('EC2 Auto Scaling Instance Refresh Succeeded'),
  ),
  end(
    'aws-ecs',
    'service impaired',
    serviceAction({ eventType: 'INFO', eventName: 'SERVICE_STEADY_STATE' }),
  ),
  end('aws-ecs', 'deployment', deployment('SERVICE_DEPLOYMENT_COMPLETED', 'INFO')),
  end('aws-ecs', 'container instance', containerInstance({ agentConnected: true })),
  end('aws-codepipeline', 'pipeline execution', pipelineEvent('Pipeline', DONE)),
  end('aws-codepipeline', 'stage execution', pipelineEvent('Stage', DONE)),
  end('aws-codepipeline', 'action execution', pipelineEvent('Action', DONE)),
  end('aws-codepipeline', 'approval needed', pipelineEvent('Action', DECISION)),
  end(
    'aws-securityhub',
    'finding, ASFF',
    findingsEvent([asffFinding({ Compliance: { Status: 'PASSED' } })]),
  ),
  end('aws-securityhub', 'finding, OCSF', findingsEvent([ocsfFinding({ status: 'Resolved' })], 2)),
  end('eventbridge', 'CodeBuild build', buildEvent({ 'build-status': 'SUCCEEDED' })),
  end('eventbridge', 'CodeDeploy deployment', deploymentEvent('SUCCESS')),
  end('eventbridge', 'CodeDeploy, instance', instanceEvent('SUCCESS')),
  end('eventbridge', 'Step Functions, Glue, Batch', crawlerEvent('Succeeded')),
  end('tocsin', 'plain JSON', {
    alerts: [{ status: 'resolved', labels: { alertname: 'backup', host: 'db-1' } }],
  }),
  end('tocsin', 'deployment', {
    deployments: [{ name: 'orders-api', version: 'v42', status: 'succeeded' }],
  }),
  end(
    'alertmanager',
    'alert of a group',
    alertmanagerMessage({
      alerts: [groupedAlert({ status: 'resolved', labels: { alertname: 'QueueStuck' } })],
    }),
  ),
  end('grafana', 'alert of a group', grafanaMessage({ status: 'resolved' })),
  end(
    'grafana',
    'rule of a dashboard (before Grafana 11)',
    legacyGrafanaMessage({ state: 'ok', evalMatches: [] }),
  ),
  end('sentry', 'new issue, regression, escalation', sentryIssue('resolved')),
  end('sentry', 'issue alert', sentryIssue('archived')),
  end('eventbridge', 'CloudFormation stack', stackEvent('UPDATE_COMPLETE')),
  end('text', 'CloudFormation stack', stackNotification({ ResourceStatus: 'UPDATE_COMPLETE' })),
  end('text', 'CodeDeploy trigger, deployment', deploymentTrigger({ status: 'SUCCEEDED' })),
  end('text', 'CodeDeploy trigger, instance', instanceTrigger({ instanceStatus: 'Succeeded' })),
];

function end(source: string, kind: string, message: object | string): Sample {
  return { source, kind, message };
}
