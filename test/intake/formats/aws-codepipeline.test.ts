import { describe, expect, it } from 'vitest';
import { TOPIC } from '../support/alarms.ts';
import { ACCOUNT, approvalMessage, pipelineEvent } from '../support/aws-events.ts';
import { linkOf, parsed, signalOf, summaryOf } from '../support/parsed.ts';

describe('a pipeline', () => {
  it('that failed fires until it succeeds', () => {
    const failed = signalOf(pipelineEvent('Pipeline'));
    expect(failed).toMatchObject({
      source: 'aws-codepipeline',
      nature: 'state',
      status: 'firing',
      defaultSeverity: 'warning',
      labels: {
        alertname: 'Pipeline failed',
        account: ACCOUNT,
        region: 'eu-central-1',
        pipeline: 'deploy',
      },
      annotations: { summary: 'Pipeline deploy failed', execution: 'e-1' },
    });
    const succeeded = signalOf(pipelineEvent('Pipeline', { state: 'SUCCEEDED' }));
    expect(succeeded).toMatchObject({ status: 'resolved', fingerprint: failed.fingerprint });
  });

  it('is resolved by its own success, not by that of a stage', () => {
    const stage = signalOf(pipelineEvent('Stage', { state: 'SUCCEEDED' }));
    expect(stage.fingerprint).not.toBe(signalOf(pipelineEvent('Pipeline')).fingerprint);
    expect(stage.fingerprint).toBe(signalOf(pipelineEvent('Stage')).fingerprint);
    expect(stage.annotations.summary).toBe('Stage Build of pipeline deploy succeeded');
  });

  it('says in which stage and action, and why', () => {
    expect(summaryOf(pipelineEvent('Stage'))).toBe('Pipeline deploy failed in stage Build');
    const result = { 'external-execution-summary': 'exit status 2' };
    expect(summaryOf(pipelineEvent('Action', { 'execution-result': result }))).toBe(
      'Pipeline deploy failed in stage Build, action Compile: exit status 2',
    );
  });

  it('told by a notification rule says more', () => {
    const { 'detail-type': detailType, ...rest } = pipelineEvent('Pipeline');
    const told = {
      ...rest,
      detailType,
      notificationRuleArn: 'arn',
      additionalAttributes: {
        failedStage: 'Build',
        failedActions: [{ action: 'Compile', additionalInformation: 'exit status 2' }],
      },
    };
    expect(parsed(told).source).toBe('aws-codepipeline');
    expect(signalOf(told).fingerprint).toBe(signalOf(pipelineEvent('Pipeline')).fingerprint);
    expect(summaryOf(told)).toBe(
      'Pipeline deploy failed in stage Build, action Compile: exit status 2',
    );
  });

  it('links to the console of its partition', () => {
    expect(linkOf(pipelineEvent('Pipeline', {}, { region: 'cn-north-1' }))).toBe(
      'https://console.amazonaws.cn/codesuite/codepipeline/pipelines/deploy/view?region=cn-north-1',
    );
  });

  it.each(['STARTED', 'RESUMED', 'STOPPING', 'STOPPED', 'SUPERSEDED', 'ABANDONED'])(
    'that is %s opens nothing',
    (state) => {
      expect(parsed(pipelineEvent('Action', { state })).signals).toEqual([]);
    },
  );
});

describe('an approval', () => {
  it('asks, with the links to look and to decide', () => {
    expect(parsed(approvalMessage(), { topic: TOPIC })).toMatchObject({
      source: 'aws-codepipeline',
      signals: [
        {
          nature: 'occurrence',
          defaultSeverity: 'info',
          labels: {
            alertname: 'Pipeline waits for approval',
            account: ACCOUNT,
            region: 'eu-central-1',
            pipeline: 'deploy',
            stage: 'Production',
            action: 'Ask',
          },
          annotations: {
            summary: 'Pipeline deploy, stage Production waits for approval: Ship release 7?',
            expires: '2026-03-08T10:00Z',
          },
          links: [
            { title: 'Approve or reject' },
            { title: 'To review', url: 'https://changes.example.com/7' },
            { title: 'Console' },
          ],
        },
      ],
    });
  });

  it('is over when it was decided, where actions tell of themselves', () => {
    const action = (state: string) =>
      signalOf(
        pipelineEvent('Action', {
          stage: 'Production',
          action: 'Ask',
          type: { category: 'Approval' },
          state,
        }),
      );
    const asked = signalOf(approvalMessage(), { topic: TOPIC });
    expect(action('STARTED')).toMatchObject({
      nature: 'occurrence',
      fingerprint: asked.fingerprint,
    });
    expect(action('SUCCEEDED')).toMatchObject({
      status: 'resolved',
      fingerprint: asked.fingerprint,
    });
    expect(action('FAILED').status).toBe('resolved');
  });
});
