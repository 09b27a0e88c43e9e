import { describe, expect, it } from 'vitest';
import {
  apiCall,
  arn,
  buildEvent,
  crawlerEvent,
  deploymentEvent,
  event,
  guardDutyEvent,
  imageScan,
  objectEvent,
  scheduledEvent,
} from '../support/aws-events.ts';
import { parsed, signalOf, summaryOf } from '../support/parsed.ts';

function failedScan() {
  const scan = imageScan();
  return { ...scan, detail: { ...scan.detail, 'scan-status': 'FAILED' } };
}

function macieFinding(id: string) {
  return event('aws.macie', 'Macie Finding', {
    id,
    title: 'The S3 object contains personal information',
    severity: { score: 3, description: 'High' },
    resourcesAffected: { s3Bucket: { name: 'uploads' }, s3Object: { key: 'people.csv' } },
  });
}

function accessFinding(id: string, status = 'ACTIVE') {
  const resources = [arn('access-analyzer', 'analyzer/ours')];
  const detail = { id, status, isPublic: true, resource: 'arn:aws:s3:::uploads' };
  return event('aws.access-analyzer', 'Access Analyzer Finding', detail, { resources });
}

function compliance(complianceType: string) {
  return event('aws.config', 'Config Rules Compliance Change', {
    resourceId: 'uploads',
    resourceType: 'AWS::S3::Bucket',
    configRuleName: 'no-public-read',
    newEvaluationResult: { complianceType },
  });
}

function backup(backupVaultName: string, state: string) {
  return event('aws.backup', 'Backup Job State Change', { backupVaultName, state });
}

describe('an event of EventBridge', () => {
  it.each([
    [objectEvent(), 'in/cat.jpg (185 kB) was put into S3 bucket uploads'],
    [objectEvent('Object Deleted'), 'in/cat.jpg (185 kB) was deleted from S3 bucket uploads'],
    [apiCall(), 'deployer called ec2:AuthorizeSecurityGroupIngress'],
    [
      apiCall({ errorCode: 'AccessDenied', userIdentity: { type: 'Root' } }),
      'Root called ec2:AuthorizeSecurityGroupIngress and got AccessDenied',
    ],
    [scheduledEvent(), 'Schedule nightly ran'],
    [imageScan(), 'The scan of image shop:v7 found 2 critical and 1 high vulnerabilities'],
    [imageScan({ LOW: 1 }), 'The scan of image shop:v7 found 1 low vulnerability'],
    [imageScan({}), 'The scan of image shop:v7 found no vulnerabilities'],
    [
      event('aws.ec2', 'EC2 Instance State-change Notification', {
        'instance-id': 'i-0ff',
        state: 'stopped',
      }),
      'EC2 instance i-0ff is stopped',
    ],
    [
      event('aws.inspector2', 'Inspector2 Scan', {
        'scan-status': 'INITIAL_SCAN_COMPLETE',
        'instance-id': 'i-0ff',
        'finding-severity-counts': { MEDIUM: 2 },
      }),
      'The scan of i-0ff found 2 medium vulnerabilities',
    ],
    [failedScan(), 'The scan of image shop:v7 failed'],
    [
      event('aws.inspector2', 'Inspector2 Finding', {
        title: 'CVE-1 - openssl',
        severity: 'HIGH',
        resources: [{ id: 'i-0ff' }],
      }),
      'CVE-1 - openssl on i-0ff (high)',
    ],
    [event('our.shop', 'Order Lost', { order: 7 }), 'Order Lost (our.shop)'],
    [
      event('our.shop', 'Order Change', { status: 'LOST', message: 'nobody knows where' }),
      'Order Change (our.shop), LOST: nobody knows where',
    ],
    [
      event(
        'our.shop',
        'Shelf Change',
        { shelfName: 'A7' },
        { resources: [arn('shop', 'shelf/9')] },
      ),
      'Shelf Change: A7',
    ],
    [
      event('our.shop', 'Shelf Change', {}, { resources: ['a', 'b', 'c'] }),
      'Shelf Change: a and 2 more',
    ],
    [
      event('aws.sagemaker', 'SageMaker Training Job State Change', {
        TrainingJobName: 'fraud-7',
        TrainingJobStatus: 'Failed',
        SecondaryStatus: 'Stopping',
        FailureReason: 'AlgorithmError: exit code 1',
      }),
      'SageMaker Training Job State Change: fraud-7, Failed: AlgorithmError: exit code 1',
    ],
    [
      event(
        'aws.dms',
        'DMS Replication Task State Change',
        { eventType: 'REPLICATION_TASK_FAILED', detailMessage: 'no route to the source' },
        { resources: [arn('dms', 'task:T1')] },
      ),
      'DMS Replication Task State Change: T1, REPLICATION_TASK_FAILED: no route to the source',
    ],
    [
      event(
        'aws.ec2',
        'EBS Volume Notification',
        { event: 'attachVolume', result: 'failed', cause: 'the key is disabled' },
        { resources: [arn('ec2', 'volume/vol-1')] },
      ),
      'EBS Volume Notification: vol-1, attachVolume failed: the key is disabled',
    ],
    [
      event('aws.backup', 'Backup Job State Change', {
        backupVaultName: 'Default',
        state: 'FAILED',
        statusMessage: 'access denied',
      }),
      'Backup Job State Change: Default, FAILED: access denied',
    ],
    [
      event('aws.synthetics', 'Synthetics Canary TestRun Failure', {
        'canary-name': 'checkout',
        message: 'Test run result is generated successfully',
        'state-reason': 'no such element',
      }),
      'Synthetics Canary TestRun Failure: checkout: no such element',
    ],
    [
      apiCall({
        eventName: 'ConsoleLogin',
        eventSource: 'signin.amazonaws.com',
        errorMessage: 'Failed authentication',
      }),
      'deployer called signin:ConsoleLogin and got Failed authentication',
    ],
    [
      event('aws.acm', 'ACM Certificate Approaching Expiration', {
        DaysToExpiry: 31,
        CommonName: 'shop.example.com',
      }),
      'The certificate of shop.example.com expires in 31 days',
    ],
    [macieFinding('f1'), 'The S3 object contains personal information: uploads/people.csv (high)'],
    [accessFinding('f1'), 'Access Analyzer found public access to uploads'],
    [
      accessFinding('f1', 'RESOLVED'),
      'Access Analyzer found public access to uploads, now resolved',
    ],
    [
      compliance('NON_COMPLIANT'),
      'AWS::S3::Bucket uploads is not compliant with Config rule no-public-read',
    ],
    [
      compliance('COMPLIANT'),
      'AWS::S3::Bucket uploads is compliant with Config rule no-public-read',
    ],
  ])('is said in words: %#', (message, summary) => {
    expect(parsed(message).source).toBe('eventbridge');
    expect(summaryOf(message)).toBe(summary);
    expect(signalOf(message)).toMatchObject({ nature: 'occurrence', defaultSeverity: 'info' });
  });

  it('labels an image scan with its worst finding, for rules to look at', () => {
    expect(signalOf(imageScan()).labels['worst_finding']).toBe('critical');
    expect(signalOf(imageScan({})).labels['worst_finding']).toBe('none');
  });

  it('of a new state is another alert: a failure is no repetition of the beginning', () => {
    const [began, failed] = [backup('Default', 'RUNNING'), backup('Default', 'FAILED')].map(
      (message) => signalOf(message),
    );
    expect(failed?.fingerprint).not.toBe(began?.fingerprint);
    expect(failed?.labels['state']).toBe('FAILED');
    expect(signalOf(backup('Default', 'FAILED')).fingerprint).toBe(failed?.fingerprint);
  });

  it.each([
    ['vault', backup('Default', 'FAILED'), backup('Other', 'FAILED')],
    ['finding of Macie', macieFinding('f1'), macieFinding('f2')],
    ['finding of an analyzer', accessFinding('f1'), accessFinding('f2')],
    ['compliance', compliance('COMPLIANT'), compliance('NON_COMPLIANT')],
  ])('about another %s is another alert, though it names no other resource', (_, one, other) => {
    expect(signalOf(one).fingerprint).not.toBe(signalOf(other).fingerprint);
  });

  it('about another object or call is another alert', () => {
    const other = apiCall({ eventName: 'RunInstances' });
    expect(signalOf(other).fingerprint).not.toBe(signalOf(apiCall()).fingerprint);
    const deleted = {
      ...objectEvent(),
      detail: { bucket: { name: 'uploads' }, object: { key: 'b' } },
    };
    expect(signalOf(deleted).fingerprint).not.toBe(signalOf(objectEvent()).fingerprint);
  });
});

describe('a build', () => {
  it('that failed says where and why, with its log', () => {
    expect(signalOf(buildEvent())).toMatchObject({
      source: 'eventbridge',
      nature: 'state',
      status: 'firing',
      defaultSeverity: 'info',
      labels: { alertname: 'Build failed', name: 'compile' },
      annotations: { summary: 'Build compile failed in phase BUILD: exit status 2' },
      links: [{ title: 'Console' }, { title: 'Logs' }],
    });
  });

  it('that succeeds resolves the failure, and one in progress opens nothing', () => {
    const succeeded = signalOf(buildEvent({ 'build-status': 'SUCCEEDED' }));
    expect(succeeded.status).toBe('resolved');
    expect(succeeded.fingerprint).toBe(signalOf(buildEvent()).fingerprint);
    expect(parsed(buildEvent({ 'build-status': 'IN_PROGRESS' })).signals).toEqual([]);
  });
});

describe('a job', () => {
  it.each([
    ['aws.glue', 'Glue Job State Change', { jobName: 'etl', state: 'FAILED', message: 'no rows' }],
    [
      'aws.batch',
      'Batch Job State Change',
      { jobName: 'etl', status: 'FAILED', statusReason: 'no rows' },
    ],
    [
      'aws.states',
      'Step Functions Execution Status Change',
      { stateMachineArn: arn('states', 'stateMachine:etl'), status: 'FAILED', cause: 'no rows' },
    ],
    [
      'aws.states',
      'Step Functions Execution Status Change',
      {
        stateMachineArn: arn('states', 'stateMachine:etl'),
        status: 'FAILED',
        cause: JSON.stringify({ errorMessage: 'no rows', errorType: 'Error', trace: [] }),
      },
    ],
    [
      'aws.states',
      'Step Functions Execution Status Change',
      { stateMachineArn: arn('states', 'stateMachine:etl'), status: 'FAILED', error: 'no rows' },
    ],
  ])('of %s that failed says why', (source, type, detail) => {
    expect(summaryOf(event(source, type, detail))).toMatch(/ etl failed: no rows$/u);
  });
});

describe('what is run again and again', () => {
  const machine = { stateMachineArn: 'arn:sm:etl', status: 'FAILED' };
  const job = { jobName: 'my etl', state: 'FAILED' };
  const HOME = 'https://console.aws.amazon.com';
  const REGION = 'region=eu-central-1';

  it.each([
    [
      event('aws.states', 'Step Functions Execution Status Change', {
        ...machine,
        executionArn: 'arn:e:1',
      }),
      `${HOME}/states/home?${REGION}#/v2/executions/details/arn%3Ae%3A1`,
    ],
    [
      event('aws.states', 'Step Functions Execution Status Change', machine),
      `${HOME}/states/home?${REGION}#/statemachines/view/arn%3Asm%3Aetl`,
    ],
    [
      event('aws.glue', 'Glue Job State Change', job),
      `${HOME}/gluestudio/home?${REGION}#/editor/job/my%20etl/runs`,
    ],
    [crawlerEvent('Failed'), `${HOME}/glue/home?${REGION}#/v2/data-catalog/crawlers/view/etl`],
    [
      event('aws.batch', 'Batch Job State Change', {
        jobName: 'etl',
        jobId: 'j1',
        status: 'FAILED',
      }),
      `${HOME}/batch/home?${REGION}#jobs/detail/j1`,
    ],
    [deploymentEvent('FAILURE'), `${HOME}/codesuite/codedeploy/deployments/d-1?${REGION}`],
    [buildEvent(), `${HOME}/codesuite/codebuild/projects/compile/history?${REGION}`],
  ])('has a link to its own page of the console: %#', (message, url) => {
    expect(signalOf(message).links[0]).toEqual({ title: 'Console', url });
  });

  it('has no link as long as whatever the message says', () => {
    const executionArn = 'é'.repeat(200_000);
    const execution = { ...machine, executionArn };
    const message = event('aws.states', 'Step Functions Execution Status Change', execution);
    expect(signalOf(message).links).toEqual([]);
  });
});

describe('an event that does not name its service', () => {
  const { source: _, ...finding } = guardDutyEvent();

  it('is known by its type', () => {
    expect(parsed(finding).source).toBe('aws-guardduty');
    expect(signalOf(finding).fingerprint).toBe(signalOf(guardDutyEvent()).fingerprint);
  });

  it('is an event nobody knows when its type is not known either', () => {
    expect(summaryOf({ 'detail-type': 'Order Lost', detail: {} })).toBe('Order Lost (unknown)');
  });
});
