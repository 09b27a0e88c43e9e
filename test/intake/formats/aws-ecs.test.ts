import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  arn,
  containerInstance,
  deployment,
  event,
  serviceAction,
  taskChange,
} from '../support/aws-events.ts';
import { linkOf, parsed, signalOf, summaryOf } from '../support/parsed.ts';

describe('an ECS service', () => {
  it('that can’t place a task says why', () => {
    expect(parsed(serviceAction())).toMatchObject({
      source: 'aws-ecs',
      signals: [
        {
          nature: 'state',
          status: 'firing',
          defaultSeverity: 'error',
          labels: {
            alertname: 'ECS service impaired',
            account: ACCOUNT,
            region: 'eu-central-1',
            cluster: 'shop',
            service: 'checkout',
            event_name: 'SERVICE_TASK_PLACEMENT_FAILURE',
          },
          annotations: {
            summary: "ECS service checkout can't place a task: not enough memory",
          },
        },
      ],
    });
    expect(linkOf(serviceAction())).toBe(
      'https://console.aws.amazon.com/ecs/v2/clusters/shop/services/checkout/health?region=eu-central-1',
    );
  });

  it('is over all its impairments when it reaches a steady state', () => {
    const impairments = [
      serviceAction(),
      serviceAction({ eventName: 'SERVICE_TASK_START_IMPAIRED', eventType: 'WARN', reason: '' }),
    ].map((one) => signalOf(one));
    const steady = signalOf(
      serviceAction({ eventName: 'SERVICE_STEADY_STATE', eventType: 'INFO', reason: undefined }),
    );
    expect(steady.status).toBe('resolved');
    expect(new Set(impairments.map((one) => one.fingerprint))).toEqual(
      new Set([steady.fingerprint]),
    );
    expect(impairments[1]?.defaultSeverity).toBe('warning');
  });

  it('tells of trouble that is new to us in AWS’s words', () => {
    const odd = serviceAction({ eventName: 'SERVICE_TASKS_LOST', reason: 'who knows' });
    expect(summaryOf(odd)).toBe('ECS service checkout reports service tasks lost: who knows');
  });

  it('of the old kind of ARN is found in its cluster', () => {
    const old = { ...serviceAction(), resources: [arn('ecs', 'service/checkout')] };
    expect(signalOf(old).fingerprint).toBe(signalOf(serviceAction()).fingerprint);
  });

  it('whose deployment failed is well again with the next that completes', () => {
    const failed = signalOf(deployment('SERVICE_DEPLOYMENT_FAILED', 'ERROR'));
    const done = signalOf(deployment('SERVICE_DEPLOYMENT_COMPLETED', 'INFO'));
    expect([failed.status, done.status]).toEqual(['firing', 'resolved']);
    expect(done.fingerprint).toBe(failed.fingerprint);
    expect(failed.labels).toMatchObject({ alertname: 'ECS deployment failed', cluster: 'shop' });
    expect(failed.annotations.summary).toBe(
      'ECS service checkout failed to deploy: the circuit breaker tripped',
    );
  });
});

describe('an ECS task', () => {
  it('that ran out of memory says so', () => {
    expect(signalOf(taskChange())).toMatchObject({
      nature: 'occurrence',
      defaultSeverity: 'warning',
      labels: { alertname: 'ECS task stopped', cluster: 'shop', service: 'checkout' },
      annotations: {
        summary:
          'A task of ECS service checkout stopped: container app exited with code 137 (out of memory)',
        task: '0abc',
        task_definition: 'checkout:7',
      },
    });
  });

  it.each([
    [
      { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: no such image' },
      'failed to start: CannotPullContainerError: no such image',
    ],
    [
      {
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Task failed ELB health checks in tg',
      },
      'was stopped: Task failed ELB health checks in tg',
    ],
    [{ stopCode: 'SpotInterruption' }, 'was interrupted: its Spot capacity is taken back'],
    [
      { stopCode: undefined, stoppedReason: 'ResourceInitializationError: no secret' },
      'stopped: ResourceInitializationError: no secret',
    ],
  ])('with %j says what went wrong', (changes, words) => {
    expect(summaryOf(taskChange({ containers: [], ...changes }))).toBe(
      `A task of ECS service checkout ${words}`,
    );
  });

  it.each([
    { lastStatus: 'RUNNING' },
    { lastStatus: 'DEPROVISIONING' },
    { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' },
    { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated' },
    { containers: [{ name: 'app', exitCode: 0 }] },
  ])('with %j is nobody’s concern', (changes) => {
    expect(parsed(taskChange(changes)).signals).toEqual([]);
  });

  it('names the container that failed, not one that was asked to end for it', () => {
    const proxy = { name: 'proxy', exitCode: 143 };
    const stopped = (...containers: object[]) => summaryOf(taskChange({ containers }));
    expect(stopped(proxy, { name: 'app', exitCode: 1 })).toMatch(/app exited with code 1$/u);
    expect(stopped(proxy)).toMatch(/proxy exited with code 143$/u);
  });

  it('of no service goes by its family', () => {
    const alone = taskChange({ group: 'family:report' });
    expect(signalOf(alone).labels).toMatchObject({ family: 'report' });
    expect(summaryOf(alone)).toMatch(/^ECS task report stopped/u);
    const nameless = taskChange({ group: undefined, taskDefinitionArn: undefined });
    expect(summaryOf(nameless)).toMatch(/^ECS task 0abc stopped/u);
  });
});

describe('an ECS container instance', () => {
  it('lost its agent until it is connected, or gone', () => {
    const lost = signalOf(containerInstance());
    expect(lost).toMatchObject({ status: 'firing', defaultSeverity: 'info' });
    expect(lost.annotations.summary).toBe('The ECS agent of i-0dd in cluster shop is disconnected');
    for (const changes of [{ agentConnected: true }, { status: 'INACTIVE' }]) {
      expect(signalOf(containerInstance(changes))).toMatchObject({
        status: 'resolved',
        fingerprint: lost.fingerprint,
      });
    }
  });
});

describe('an ECS event of another kind', () => {
  it('is information, under the same source', () => {
    expect(signalOf(event('aws.ecs', 'ECS Something New', {}))).toMatchObject({
      source: 'aws-ecs',
      defaultSeverity: 'info',
      labels: { alertname: 'ECS Something New' },
    });
  });

  it('that is somebody’s call of the API is not of ECS', () => {
    const call = event('aws.ecs', 'AWS API Call via CloudTrail', { eventName: 'StopTask' });
    expect(parsed(call).source).toBe('eventbridge');
  });
});
