import { describe, expect, it } from 'vitest';
import { ACCOUNT, scalingEvent, scalingNotification } from '../support/aws-events.ts';
import { linkOf, parsed, signalOf, summaryOf } from '../support/parsed.ts';

describe('an Auto Scaling group that can’t launch an instance', () => {
  it('says why', () => {
    expect(parsed(scalingEvent('EC2 Instance Launch Unsuccessful'))).toMatchObject({
      source: 'aws-autoscaling',
      signals: [
        {
          nature: 'occurrence',
          defaultSeverity: 'warning',
          labels: {
            alertname: 'Auto Scaling launch failed',
            account: ACCOUNT,
            region: 'eu-central-1',
            autoscaling_group: 'web-fleet',
          },
          annotations: {
            summary:
              "Auto Scaling group web-fleet can't launch an instance: You have requested more " +
              'vCPU capacity than your current limit allows.',
          },
        },
      ],
    });
    expect(linkOf(scalingEvent('EC2 Instance Launch Unsuccessful'))).toBe(
      'https://console.aws.amazon.com/ec2/home?region=eu-central-1' +
        '#AutoScalingGroupDetails:id=web-fleet;view=activity',
    );
  });

  it('is the same alert through a topic of its own', () => {
    const [a, b] = [scalingNotification(), scalingEvent('EC2 Instance Launch Unsuccessful')];
    expect(signalOf(a).fingerprint).toBe(signalOf(b).fingerprint);
    expect(summaryOf(a)).toBe(
      "Auto Scaling group web-fleet can't launch an instance: No Spot capacity.",
    );
  });
});

describe('other news of Auto Scaling', () => {
  it.each([
    scalingEvent('EC2 Instance Launch Successful'),
    scalingEvent('EC2 Instance Terminate Successful'),
    scalingNotification({ Event: 'autoscaling:EC2_INSTANCE_LAUNCH' }),
    scalingNotification({ Event: 'autoscaling:TEST_NOTIFICATION' }),
  ])('opens nothing when it is a success or a test', (message) => {
    expect(parsed(message)).toEqual({ source: 'aws-autoscaling', signals: [] });
  });

  it('tells that an instance can’t be terminated', () => {
    const error = scalingNotification({ Event: 'autoscaling:EC2_INSTANCE_TERMINATE_ERROR' });
    expect(signalOf(error).labels['alertname']).toBe('Auto Scaling terminate failed');
  });

  it('tells of an instance that waits for a hook', () => {
    const waits = {
      LifecycleHookName: 'drain',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    };
    const summary = 'Auto Scaling group web-fleet waits for hook drain to terminate i-0cc';
    expect(summaryOf(scalingEvent('EC2 Instance-terminate Lifecycle Action', waits))).toBe(summary);
    expect(summaryOf(scalingNotification({ ...waits, Event: undefined }))).toBe(summary);
  });

  it('resolves a refresh that failed by one that succeeds', () => {
    const [failed, succeeded] = ['Failed', 'Succeeded'].map((end) =>
      signalOf(scalingEvent(`EC2 Auto Scaling Instance Refresh ${end}`)),
    );
    expect([failed?.status, succeeded?.status]).toEqual(['firing', 'resolved']);
    expect(failed?.fingerprint).toBe(succeeded?.fingerprint);
  });

  it.each([
    ['Rollback Started', 'is rolled back'],
    ['Rollback Failed', 'can not be rolled back'],
  ])('tells of a refresh that does not stay as one that failed: %s', (end, words) => {
    const failed = signalOf(scalingEvent('EC2 Auto Scaling Instance Refresh Failed'));
    const undone = signalOf(scalingEvent(`EC2 Auto Scaling Instance Refresh ${end}`));
    expect([undone.status, undone.fingerprint]).toEqual(['firing', failed.fingerprint]);
    expect(undone.annotations.summary).toContain(words);
  });
});
