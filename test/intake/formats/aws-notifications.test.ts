import { isOfAlert } from '../../../src/alert/signal.ts';
import { describe, expect, it } from 'vitest';
import { TOPIC } from '../support/alarms.ts';
import {
  ACCOUNT,
  bucketNotification,
  commandNotification,
  deploymentTrigger,
  event,
  instanceTrigger,
  objectEvent,
  REGION,
  stackEvent,
  stackNotification,
} from '../support/aws-events.ts';
import { parsed, signalOf } from '../support/parsed.ts';

const through = { topic: TOPIC };
const summary = (message: object) => signalOf(message, through).annotations.summary;

describe('an event notification of an S3 bucket', () => {
  it('says what happened to which object, as information', () => {
    const signal = signalOf(bucketNotification(), through);
    expect(signal).toMatchObject({
      source: 'text',
      nature: 'occurrence',
      defaultSeverity: 'info',
      labels: {
        alertname: 'Object Created',
        account: ACCOUNT,
        region: REGION,
        severity: 'info',
        key: 'in/big caté.jpg',
        resource: 'uploads',
      },
      startsAt: Date.parse('2026-03-01T09:59:00Z'),
    });
    expect(signal.annotations.summary).toMatch(
      /^in\/big caté\.jpg \(18\d.*\) was put into S3 bucket uploads$/u,
    );
  });

  it('is the alert that EventBridge makes of the same', () => {
    const notified = signalOf(bucketNotification({}, { key: 'in/cat.jpg' }), through);
    expect(notified.fingerprint).toBe(signalOf(objectEvent()).fingerprint);
  });

  it.each([
    ['ObjectRemoved:DeleteMarkerCreated', 'Object Deleted', 'info', /was deleted from/u],
    ['LifecycleExpiration:Delete', 'Object Deleted', 'info', /was deleted from/u],
    ['s3:ObjectRemoved:Delete', 'Object Deleted', 'info', /was deleted from/u],
    ['ReducedRedundancyLostObject', 'Object Lost', 'error', /^Object Lost: .* of S3 bucket/u],
    [
      'Replication:OperationFailedReplication',
      'Object Replication Failed',
      'warning',
      /^Object Replication Failed: in/u,
    ],
    ['ObjectTagging:Put', 'S3 ObjectTagging:Put', 'info', /^S3 ObjectTagging:Put: in/u],
  ])('of the kind %s is %s, %s', (eventName, alertname, severity, words) => {
    const signal = signalOf(bucketNotification({ eventName }), through);
    expect(signal.labels).toMatchObject({ alertname, severity });
    expect(signal.annotations.summary).toMatch(words);
  });

  it('with several records is an alert each', () => {
    const [record] = bucketNotification().Records;
    const [other] = bucketNotification({}, { key: 'b' }).Records;
    const { signals } = parsed({ Records: [record, other] }, through);
    expect(signals.map(({ id, labels }) => [id.slice(-2), labels['key']])).toEqual([
      ['/0', 'in/big caté.jpg'],
      ['/1', 'b'],
    ]);
  });

  it('keeps a key that is not encoded as it should be', () => {
    expect(signalOf(bucketNotification({}, { key: '100%' })).labels['key']).toBe('100%');
  });

  it('that only tries the topic opens nothing', () => {
    const test = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'uploads' };
    expect(parsed(test)).toEqual({ source: 'text', signals: [] });
  });

  it('without a bucket or a key is a text, so that nothing is dropped', () => {
    const [record] = bucketNotification().Records;
    const message = { Records: [record, { eventSource: 'aws:s3' }] };
    expect(signalOf(message).annotations.description).toContain('"eventSource": "aws:s3"');
  });
});

describe('a trigger of CodeDeploy', () => {
  it('says which deployment failed, and why', () => {
    expect(signalOf(deploymentTrigger())).toMatchObject({
      source: 'text',
      nature: 'state',
      status: 'firing',
      defaultSeverity: 'info',
      labels: {
        alertname: 'Deployment failed',
        account: ACCOUNT,
        region: REGION,
        name: 'shop/blue',
        application: 'shop',
        deployment_group: 'blue',
      },
      annotations: {
        summary: expect.stringMatching(/shop\/blue failed: Too few healthy instances/u),
      },
    });
    const errorInformation = { ErrorMessage: 'No role' };
    expect(summary(deploymentTrigger({ errorInformation }))).toMatch(/failed: No role$/u);
    expect(summary(deploymentTrigger({ errorInformation: '{' }))).toMatch(/blue failed$/u);
  });

  it('is resolved by the next success, whichever way that is told', () => {
    const failed = signalOf(deploymentTrigger());
    const succeeded = signalOf(deploymentTrigger({ status: 'Succeeded' }));
    const told = event('aws.codedeploy', 'CodeDeploy Deployment State-change Notification', {
      application: 'shop',
      deploymentGroup: 'blue',
      state: 'SUCCESS',
    });
    expect(succeeded.status).toBe('resolved');
    expect(succeeded.fingerprint).toBe(failed.fingerprint);
    expect(signalOf(told).fingerprint).toBe(failed.fingerprint);
  });

  it('of an instance says in which step it failed, and is resolved by its success', () => {
    const failed = signalOf(instanceTrigger());
    expect(failed).toMatchObject({
      status: 'firing',
      labels: { alertname: 'Instance deployment failed', instance: 'i-0abc', deployment: 'd-1' },
      annotations: { summary: 'Deployment d-1 failed on instance i-0abc in BeforeInstall' },
    });
    const done = signalOf(instanceTrigger({ deploymentId: 'd-2', instanceStatus: 'Succeeded' }));
    expect([done.status, done.fingerprint]).toEqual(['resolved', failed.fingerprint]);
  });

  it.each([
    [deploymentTrigger({ status: 'CREATED' }), ['running']],
    [deploymentTrigger({ status: 'STOPPED' }), ['stopped']],
    [instanceTrigger({ instanceStatus: 'InProgress' }), []],
  ])('opens nothing as long as nothing failed: %#', (message, deployments) => {
    const { source, signals } = parsed(message);
    expect([source, signals.filter(isOfAlert)]).toEqual(['text', []]);
    expect(signals.map(({ deployment }) => deployment)).toEqual(deployments);
  });
});

describe('a notification of a command of Systems Manager', () => {
  it('says which command failed, and where', () => {
    expect(signalOf(commandNotification(), through)).toMatchObject({
      source: 'text',
      nature: 'occurrence',
      defaultSeverity: 'warning',
      labels: {
        alertname: 'SSM command failed',
        account: ACCOUNT,
        region: REGION,
        document: 'AWS-RunShellScript',
      },
      annotations: { summary: 'Command AWS-RunShellScript failed on 2 instances' },
      links: [{ url: expect.stringContaining('systems-manager/run-command/9e92c686') }],
    });
  });

  it.each([
    [{ status: 'TimedOut', instanceIds: [] }, 'Command AWS-RunShellScript timed out'],
    [{ instanceIds: ['i-0abc'] }, 'Command AWS-RunShellScript failed on i-0abc'],
    [
      { instanceIds: undefined, instanceId: 'i-0abc', status: 'Undeliverable' },
      'Command AWS-RunShellScript is undeliverable on i-0abc',
    ],
  ])('has words for %j', (changes, words) => {
    expect(summary(commandNotification(changes))).toBe(words);
  });

  it('is another alert for another command, and for an instance by itself', () => {
    const messages = [
      commandNotification(),
      commandNotification({ commandId: '2' }),
      commandNotification({ instanceIds: undefined, instanceId: 'i-0abc' }),
    ];
    expect(new Set(messages.map((one) => signalOf(one).fingerprint)).size).toBe(3);
  });

  it.each(['Pending', 'InProgress', 'Success', 'Cancelled', 'Cancelling'])(
    'opens nothing when it is %s',
    (status) => {
      expect(parsed(commandNotification({ status }))).toEqual({ source: 'text', signals: [] });
    },
  );
});

describe('a notification of a CloudFormation stack', () => {
  const stackSummary = (changes: Readonly<Record<string, string>>) =>
    signalOf(stackNotification(changes)).annotations.summary;

  it('says that it was rolled back, with its page', () => {
    const signal = signalOf(stackNotification());
    expect(signal).toMatchObject({
      source: 'text',
      nature: 'state',
      status: 'firing',
      defaultSeverity: 'warning',
      labels: { name: 'shop', account: ACCOUNT, region: REGION },
      startsAt: Date.parse('2026-03-01T09:59:00.123Z'),
    });
    expect(signal.annotations.summary).toBe(
      'CloudFormation stack shop is in UPDATE_ROLLBACK_COMPLETE',
    );
    expect(signal.links[0]?.url).toContain('/cloudformation/home?region=eu-central-1#/stacks/');
  });

  it('says which resource failed, and why, also behind properties of many lines', () => {
    const failed = {
      LogicalResourceId: 'Bucket',
      PhysicalResourceId: 'uploads',
      ResourceStatus: 'CREATE_FAILED',
      ResourceStatusReason: "uploads isn't free",
      ResourceProperties: '{\n  "BucketName": "uploads"\n}',
    };
    expect(stackSummary(failed)).toBe(
      "Bucket in CloudFormation stack shop is in CREATE_FAILED: uploads isn't free",
    );
    const cancelled = { ...failed, ResourceStatusReason: 'Resource creation cancelled' };
    expect(parsed(stackNotification(cancelled)).signals).toEqual([]);
  });

  it.each([
    ['CREATE_COMPLETE', 'resolved'],
    ['UPDATE_COMPLETE', 'resolved'],
    ['DELETE_COMPLETE', 'resolved'],
    ['DELETE_FAILED', 'firing'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'firing'],
  ])('in %s is %s, whichever way it is told', (ResourceStatus, status) => {
    const notified = signalOf(stackNotification({ ResourceStatus }));
    expect(notified.status).toBe(status);
    const evented = signalOf(stackEvent(ResourceStatus));
    expect(evented).toMatchObject({ status, fingerprint: notified.fingerprint });
    expect(evented.fingerprint).toBe(signalOf(stackNotification()).fingerprint);
  });

  it.each(['CREATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'])(
    'opens nothing in %s',
    (ResourceStatus) => {
      expect(parsed(stackNotification({ ResourceStatus })).signals).toEqual([]);
      expect(parsed(stackEvent(ResourceStatus)).signals).toEqual([]);
    },
  );

  it('in a status that nobody knows is told as it is', () => {
    expect(signalOf(stackNotification({ ResourceStatus: 'LOST' })).nature).toBe('occurrence');
    expect(signalOf(stackEvent('LOST')).nature).toBe('occurrence');
  });
});
