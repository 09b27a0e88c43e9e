import { givenLink } from '../aws/console.ts';
import { approvalSignals } from '../aws/pipeline-approval.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { anyRecord, anyText, isRecord } from '../leniency.ts';
import type { Format } from './format.ts';

const approvalSchema = anyRecord({
  region: anyText,
  consoleLink: anyText,
  approval: anyRecord({
    pipelineName: anyText,
    stageName: anyText,
    actionName: anyText,
    expires: anyText,
    externalEntityLink: anyText,
    approvalReviewLink: anyText,
    customData: anyText,
  }),
});

/**
 * What a pipeline's approval action publishes itself. Source: AWS CodePipeline User Guide, "JSON data
 * format for manual approval notifications".
 */
export const awsCodePipelineApproval: Format = {
  source: 'aws-codepipeline',
  recognise: (value) =>
    isRecord(value) && isRecord(value['approval']) && 'pipelineName' in value['approval'],
  toSignals(value, context) {
    const message = approvalSchema.parse(value);
    const { pipelineName: pipeline, stageName = '', actionName = '', ...asked } = message.approval;
    if (pipeline === undefined) return undefined;
    const approval = {
      account: accountFromArns(context.topic),
      region: message.region || regionFromArns(context.topic),
      at: context.sentAt,
      pipeline,
      stage: stageName,
      action: actionName,
      request: asked.customData,
      expires: asked.expires,
      links: [
        givenLink('Approve or reject', asked.approvalReviewLink),
        givenLink('To review', asked.externalEntityLink),
        givenLink('Console', message.consoleLink),
      ],
    };
    return approvalSignals('STARTED', approval, context);
  },
};
