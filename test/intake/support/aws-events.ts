/** Messages of AWS services in the shapes that AWS documents, with names and figures of our own. */

export const ACCOUNT = '222233334444';
export const REGION = 'eu-central-1';

/** An event from EventBridge. */
export function event(source: string, detailType: string, detail: object, changes: object = {}) {
  return {
    version: '0',
    id: '5f0c2a0e-0000-4000-8000-000000000002',
    'detail-type': detailType,
    source,
    account: ACCOUNT,
    time: '2026-03-01T09:59:00Z',
    region: REGION,
    resources: [],
    detail,
    ...changes,
  };
}

/** An ARN in our account and region. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

export function healthEvent(detail: object = {}, changes: object = {}) {
  return event(
    'aws.health',
    'AWS Health Event',
    {
      eventArn: `arn:aws:health:${REGION}::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/77`,
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
      eventTypeCategory: 'issue',
      eventScopeCode: 'PUBLIC',
      statusCode: 'open',
      startTime: 'Sun, 1 Mar 2026 09:30:00 GMT',
      eventRegion: REGION,
      eventDescription: [
        { language: 'en_US', latestDescription: 'Instances may be slow.\\n\\nWe look into it.' },
      ],
      affectedEntities: [{ entityValue: 'i-0aa' }, { entityValue: 'i-0bb' }],
      affectedAccount: ACCOUNT,
      ...detail,
    },
    changes,
  );
}

export function budgetText({
  kind = 'ACTUAL',
  amount = '$120.50',
  name = 'platform monthly',
} = {}): string {
  return [
    'AWS Budget Notification March 01, 2026',
    `AWS Account ${ACCOUNT}`,
    '',
    'Dear AWS Customer,',
    '',
    `You requested that we alert you when the ${kind} Cost associated with your ${name} budget is ` +
      `greater than $80.00 for the current month. The ${kind} Cost associated with this budget is ` +
      `${amount}.`,
    '',
    `Budget Name: ${name}`,
    'Budget Type: Cost',
    'Budgeted Amount: $100.00',
    `Alert Type: ${kind}`,
    'Alert Threshold: > $80.00',
    `${kind} Amount: ${amount}`,
    '',
    '[1] https://console.aws.amazon.com/billing/home#/budgets',
  ].join('\n');
}

export function costAnomaly(changes: object = {}) {
  return {
    accountId: ACCOUNT,
    anomalyDetailsLink: 'https://console.aws.amazon.com/cost-management/home#/anomalies/a-1',
    anomalyEndDate: '2026-03-01T00:00:00Z',
    anomalyId: 'a-1',
    anomalyScore: { currentScore: 0.5, maxScore: 0.6 },
    anomalyStartDate: '2026-02-28T00:00:00Z',
    dimensionalValue: 'AWS Lambda',
    impact: {
      maxImpact: 90.5,
      totalActualSpend: 120.5,
      totalExpectedSpend: 30,
      totalImpact: 90.5,
      totalImpactPercentage: 301.67,
    },
    monitorArn: `arn:aws:ce::${ACCOUNT}:anomalymonitor/m-1`,
    rootCauses: [{ service: 'AWS Lambda', region: REGION, usageType: 'EUC1-Lambda-GB-Second' }],
    ...changes,
  };
}

export function databaseEvent(detail: object = {}, detailType = 'RDS DB Instance Event') {
  return event('aws.rds', detailType, {
    EventCategories: ['failover'],
    SourceType: 'DB_INSTANCE',
    SourceArn: arn('rds', 'db:orders-1'),
    Date: '2026-03-01T09:58:59.123Z',
    Message: 'A Multi-AZ failover has completed.',
    SourceIdentifier: 'rds:orders-1',
    EventID: 'RDS-EVENT-0049',
    ...detail,
  });
}

export function databaseNotification(changes: object = {}) {
  return {
    'Event Source': 'db-instance',
    'Event Time': '2026-03-01 09:58:59.123',
    'Identifier Link': `https://console.aws.amazon.com/rds/home?region=${REGION}#dbinstance:id=orders-1`,
    'Source ID': 'orders-1',
    'Source ARN': arn('rds', 'db:orders-1'),
    'Event ID':
      'http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/E.html#RDS-EVENT-0006',
    'Event Message': 'DB instance restarted',
    ...changes,
  };
}

export function scalingEvent(detailType: string, detail: object = {}) {
  return event('aws.autoscaling', detailType, {
    StatusCode: 'Failed',
    AutoScalingGroupName: 'web-fleet',
    EC2InstanceId: 'i-0cc',
    StatusMessage: 'You have requested more vCPU capacity than your current limit allows.',
    Cause:
      'An instance was started in response to a difference between desired and actual capacity.',
    Details: { 'Availability Zone': `${REGION}a` },
    ...detail,
  });
}

export function scalingNotification(changes: object = {}) {
  return {
    Service: 'AWS Auto Scaling',
    Event: 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
    AccountId: ACCOUNT,
    AutoScalingGroupName: 'web-fleet',
    AutoScalingGroupARN: arn('autoscaling', 'autoScalingGroup:u-1:autoScalingGroupName/web-fleet'),
    Time: '2026-03-01T09:59:00.123Z',
    StatusCode: 'Failed',
    StatusMessage: '',
    Description: 'Launching a new EC2 instance.  Status Reason: No Spot capacity.',
    Cause: 'Because it was to grow.',
    EC2InstanceId: 'i-0cc',
    Details: {},
    ...changes,
  };
}

const SERVICE = arn('ecs', 'service/shop/checkout');
const CLUSTER = arn('ecs', 'cluster/shop');

export function serviceAction(detail: object = {}, detailType = 'ECS Service Action') {
  return event(
    'aws.ecs',
    detailType,
    {
      eventType: 'ERROR',
      eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
      clusterArn: CLUSTER,
      reason: 'RESOURCE:MEMORY',
      createdAt: '2026-03-01T09:59:00.123Z',
      ...detail,
    },
    { resources: [SERVICE] },
  );
}

export function deployment(eventName: string, eventType: string) {
  const detail = { eventName, eventType, deploymentId: 'ecs-svc/7', clusterArn: undefined };
  const reason = 'the circuit breaker tripped';
  return serviceAction({ ...detail, reason }, 'ECS Deployment State Change');
}

export function taskChange(detail: object = {}) {
  return event('aws.ecs', 'ECS Task State Change', {
    clusterArn: CLUSTER,
    taskArn: arn('ecs', 'task/shop/0abc'),
    taskDefinitionArn: arn('ecs', 'task-definition/checkout:7'),
    group: 'service:checkout',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [
      { name: 'sidecar', lastStatus: 'STOPPED', exitCode: 0 },
      {
        name: 'app',
        lastStatus: 'STOPPED',
        exitCode: 137,
        reason: 'OutOfMemoryError: Container killed due to memory usage',
      },
    ],
    ...detail,
  });
}

export function containerInstance(detail: object = {}) {
  return event('aws.ecs', 'ECS Container Instance State Change', {
    agentConnected: false,
    clusterArn: CLUSTER,
    containerInstanceArn: arn('ecs', 'container-instance/shop/1def'),
    ec2InstanceId: 'i-0dd',
    status: 'ACTIVE',
    ...detail,
  });
}

export function pipelineEvent(
  level: 'Pipeline' | 'Stage' | 'Action',
  detail: object = {},
  changes: object = {},
) {
  return event(
    'aws.codepipeline',
    `CodePipeline ${level} Execution State Change`,
    {
      pipeline: 'deploy',
      'execution-id': 'e-1',
      ...(level === 'Pipeline' ? {} : { stage: 'Build' }),
      ...(level === 'Action' ? { action: 'Compile' } : {}),
      state: 'FAILED',
      version: 3,
      ...detail,
    },
    { resources: [arn('codepipeline', 'deploy')], ...changes },
  );
}

export function approvalMessage(changes: object = {}) {
  return {
    region: REGION,
    consoleLink: `https://console.aws.amazon.com/codepipeline/home?region=${REGION}#/view/deploy`,
    approval: {
      pipelineName: 'deploy',
      stageName: 'Production',
      actionName: 'Ask',
      token: 't-1',
      expires: '2026-03-08T10:00Z',
      externalEntityLink: 'https://changes.example.com/7',
      approvalReviewLink: `https://console.aws.amazon.com/codepipeline/home?region=${REGION}#/approve`,
      customData: 'Ship release 7?',
      ...changes,
    },
  };
}

export function deploymentEvent(state: string) {
  return event('aws.codedeploy', 'CodeDeploy Deployment State-change Notification', {
    application: 'shop',
    deploymentGroup: 'blue',
    deploymentId: 'd-1',
    state,
  });
}

export function instanceEvent(state: string) {
  return event('aws.codedeploy', 'CodeDeploy Instance State-change Notification', {
    instanceId: 'i-0abc',
    application: 'shop',
    deploymentGroup: 'blue',
    deploymentId: 'd-1',
    state,
  });
}

export function crawlerEvent(state: string) {
  return event('aws.glue', 'Glue Crawler State Change', {
    crawlerName: 'etl',
    state,
    message: `Crawler ${state}`,
    ...(state === 'Failed' && { errorMessage: 'Internal Service Exception' }),
  });
}

export function buildEvent(detail: object = {}) {
  return event('aws.codebuild', 'CodeBuild Build State Change', {
    'build-status': 'FAILED',
    'project-name': 'compile',
    'build-id': arn('codebuild', 'build/compile:b-1'),
    'additional-information': {
      logs: { 'deep-link': 'https://console.aws.amazon.com/cloudwatch/home#logEvent:b-1' },
      phases: [
        { 'phase-type': 'SUBMITTED', 'phase-status': 'SUCCEEDED' },
        { 'phase-type': 'BUILD', 'phase-status': 'FAILED', 'phase-context': ['exit status 2'] },
      ],
    },
    ...detail,
  });
}

export function finding(changes: object = {}) {
  return {
    schemaVersion: '2.0',
    accountId: ACCOUNT,
    region: REGION,
    id: 'f-1',
    arn: arn('guardduty', 'detector/d-1/finding/f-1'),
    type: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
    resource: { resourceType: 'Instance', instanceDetails: { instanceId: 'i-0ee' } },
    service: { serviceName: 'guardduty', count: 4, eventFirstSeen: '2026-03-01T08:00:00Z' },
    severity: 8,
    updatedAt: '2026-03-01T09:58:00.000Z',
    title: 'Instance i-0ee asks for a name that belongs to a mining pool.',
    description: 'The EC2 instance i-0ee is querying a domain name of a mining pool.',
    ...changes,
  };
}

export function guardDutyEvent(changes: object = {}) {
  return event('aws.guardduty', 'GuardDuty Finding', finding(changes));
}

export function malwareScan(status = 'THREATS_FOUND') {
  return event('aws.guardduty', 'GuardDuty Malware Protection Object Scan Result', {
    scanStatus: 'COMPLETED',
    resourceType: 'S3_OBJECT',
    s3ObjectDetails: { bucketName: 'uploads', objectKey: 'in/cv.pdf', versionId: 'v-1' },
    scanResultDetails: {
      scanResultStatus: status,
      threats: status === 'THREATS_FOUND' ? [{ name: 'Eicar-Test' }] : null,
    },
  });
}

export function asffFinding(changes: object = {}) {
  return {
    SchemaVersion: '2018-10-08',
    Id: arn('securityhub', 'subscription/s/finding/1'),
    ProductName: 'Security Hub',
    AwsAccountId: ACCOUNT,
    Region: REGION,
    Title: 'S3.8 Buckets should block public access',
    Description: 'This control checks that buckets block public access.',
    Severity: { Label: 'HIGH', Normalized: 70 },
    Compliance: { Status: 'FAILED' },
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
    Remediation: {
      Recommendation: { Text: 'Block it.', Url: 'https://docs.aws.amazon.com/s3-8' },
    },
    Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::shop-exports' }],
    ...changes,
  };
}

export function ocsfFinding(changes: object = {}) {
  return {
    class_name: 'Compliance Finding',
    cloud: { account: { uid: ACCOUNT }, region: REGION, provider: 'AWS' },
    compliance: { status: 'Fail', control: 'S3.8' },
    finding_info: { uid: 'o-1', title: 'Bucket is public', desc: 'It is.' },
    metadata: { product: { name: 'Security Hub' } },
    remediation: { desc: 'Block it.', references: ['https://docs.aws.amazon.com/s3-8'] },
    resources: [{ uid: 'arn:aws:s3:::shop-exports', type: 'AWS::S3::Bucket' }],
    severity: 'Critical',
    severity_id: 5,
    status: 'New',
    ...changes,
  };
}

export function findingsEvent(findings: readonly object[], version: 1 | 2 = 1) {
  const type = version === 1 ? 'Security Hub Findings - Imported' : 'Findings Imported V2';
  return event('aws.securityhub', type, { findings });
}

export function objectEvent(detailType = 'Object Created') {
  return event(
    'aws.s3',
    detailType,
    { bucket: { name: 'uploads' }, object: { key: 'in/cat.jpg', size: 184_662 } },
    { resources: ['arn:aws:s3:::uploads'] },
  );
}

export function apiCall(detail: object = {}) {
  return event('aws.ec2', 'AWS API Call via CloudTrail', {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/ci`,
      sessionContext: { sessionIssuer: { userName: 'deployer' } },
    },
    ...detail,
  });
}

export function imageScan(counts: object = { CRITICAL: 2, HIGH: 1, LOW: 7 }) {
  return event(
    'aws.ecr',
    'ECR Image Scan',
    {
      'scan-status': 'COMPLETE',
      'repository-name': 'shop',
      'image-tags': ['v7'],
      'finding-severity-counts': counts,
    },
    { resources: [arn('ecr', 'repository/shop')] },
  );
}

export function scheduledEvent() {
  return event('aws.events', 'Scheduled Event', {}, { resources: [arn('events', 'rule/nightly')] });
}

/** What S3 publishes to a topic itself. */
export function bucketNotification(record: object = {}, object: object = {}) {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: REGION,
        eventTime: '2026-03-01T09:59:00.000Z',
        eventName: 'ObjectCreated:Put',
        s3: {
          s3SchemaVersion: '1.0',
          bucket: { name: 'uploads', arn: 'arn:aws:s3:::uploads' },
          object: { key: 'in/big+cat%C3%A9.jpg', size: 184_662, ...object },
        },
        ...record,
      },
    ],
  };
}

/** What a deployment's trigger publishes to a topic. */
export function deploymentTrigger(changes: object = {}) {
  return {
    region: REGION,
    accountId: ACCOUNT,
    eventTriggerName: 'tell-the-team',
    applicationName: 'shop',
    deploymentId: 'd-1',
    deploymentGroupName: 'blue',
    createTime: 'Sun Mar 01 09:58:00 UTC 2026',
    completeTime: null,
    status: 'FAILED',
    errorInformation: JSON.stringify({
      ErrorCode: 'HEALTH_CONSTRAINTS',
      ErrorMessage: 'Too few healthy instances are available',
    }),
    ...changes,
  };
}

/** What an instance's trigger publishes to a topic. */
export function instanceTrigger(changes: object = {}) {
  return {
    region: REGION,
    accountId: ACCOUNT,
    eventTriggerName: 'tell-the-team',
    deploymentId: 'd-1',
    instanceId: arn('ec2', 'instance/i-0abc'),
    lastUpdatedAt: '1772359140.5',
    instanceStatus: 'Failed',
    lifecycleEvents: [
      { LifecycleEvent: 'ApplicationStop', LifecycleEventStatus: 'Succeeded' },
      { LifecycleEvent: 'BeforeInstall', LifecycleEventStatus: 'Failed' },
    ],
    ...changes,
  };
}

/** What Run Command of Systems Manager publishes to a topic. */
export function commandNotification(changes: object = {}) {
  return {
    commandId: '9e92c686-0000-4000-8000-000000000001',
    documentName: 'AWS-RunShellScript',
    instanceIds: ['i-0abc', 'i-0def'],
    requestedDateTime: '2026-03-01T09:58:00.17Z',
    expiresAfter: '2026-03-01T11:08:00.17Z',
    status: 'Failed',
    eventTime: '2026-03-01T09:59:00.236Z',
    ...changes,
  };
}

/** What CloudFormation publishes to a topic of a step of a stack. */
export function stackNotification(changes: Readonly<Record<string, string>> = {}): string {
  const stack = arn('cloudformation', 'stack/shop/0f0e');
  const lines = {
    StackId: stack,
    Timestamp: '2026-03-01T09:59:00.123Z',
    EventId: '77',
    LogicalResourceId: 'shop',
    Namespace: ACCOUNT,
    PhysicalResourceId: stack,
    PrincipalId: 'AROA:deployer',
    ResourceProperties: 'null',
    ResourceStatus: 'UPDATE_ROLLBACK_COMPLETE',
    ResourceStatusReason: '',
    ResourceType: 'AWS::CloudFormation::Stack',
    StackName: 'shop',
    ...changes,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}

/** The same from EventBridge. */
export function stackEvent(status: string, reason = '') {
  const stack = arn('cloudformation', 'stack/shop/0f0e');
  return event(
    'aws.cloudformation',
    'CloudFormation Stack Status Change',
    { 'stack-id': stack, 'status-details': { status, 'status-reason': reason } },
    { resources: [stack] },
  );
}
