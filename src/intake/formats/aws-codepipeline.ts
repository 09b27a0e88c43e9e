import type { Signal } from '../../alert/signal.ts';
import { consoleLink, encoded, givenLink } from '../aws/console.ts';
import { deploymentState, unfinishedWords } from '../aws/deployments.ts';
import { circumstances, type AwsEvent } from '../aws/event.ts';
import { awsSignal } from '../aws/news.ts';
import { approvalSignals } from '../aws/pipeline-approval.ts';
import { anyList, anyRecord, anyText } from '../leniency.ts';
import { serviceFormat } from './aws-service.ts';
import type { Format, MessageContext } from './format.ts';

/**
 * A pipeline's, a stage's or an action's failure, each resolved by the success of the same; straight
 * from EventBridge or through a notification rule of the developer tools.
 *
 * Sources: AWS CodePipeline User Guide, "Monitoring CodePipeline events"; Developer Tools Console
 * User Guide, "Events for notification rules on pipelines".
 */
export const awsCodePipeline: Format = serviceFormat('aws-codepipeline', 'aws.codepipeline', {
  'CodePipeline Pipeline Execution State Change': executionSignals,
  'CodePipeline Stage Execution State Change': executionSignals,
  'CodePipeline Action Execution State Change': executionSignals,
});

const detailSchema = anyRecord({
  pipeline: anyText,
  'execution-id': anyText,
  stage: anyText,
  action: anyText,
  state: anyText,
  type: anyRecord({ category: anyText }),
  'execution-result': anyRecord({
    'external-execution-summary': anyText,
    'external-execution-url': anyText,
  }),
});

const additionalSchema = anyRecord({
  failedStage: anyText,
  failedActions: anyList(anyRecord({ action: anyText, additionalInformation: anyText })),
  additionalInformation: anyText,
  externalEntityLink: anyText,
  customData: anyText,
});

function executionSignals(event: AwsEvent, context: MessageContext): readonly Signal[] | undefined {
  const detail = detailSchema.parse(event.detail);
  const { pipeline, state, stage, action } = detail;
  if (pipeline === undefined || state === undefined) return undefined;
  const where = circumstances(event, context);
  const additional = additionalSchema.parse(event.additional);
  if (detail.type.category === 'Approval' && stage !== undefined && action !== undefined) {
    const links = [
      pipelineLink(where.region, pipeline),
      givenLink('To review', additional.externalEntityLink),
    ];
    const approval = { pipeline, stage, action, request: additional.customData, links };
    return approvalSignals(state, { ...where, ...approval }, context);
  }
  const level = action !== undefined ? 'action' : stage !== undefined ? 'stage' : '';
  const deployed = level === '' ? deploymentState(state) : undefined;
  const becomes = OUTCOMES.get(state);
  if (becomes === undefined && deployed === undefined) return QUIET.has(state) ? [] : undefined;
  const result = detail['execution-result'];
  const words = becomes === undefined ? unfinishedWords(deployed) : 'succeeded';
  const failure = failureOf(detail, additional);
  const news = {
    source: 'aws-codepipeline',
    alertname: ['Pipeline', level, 'failed'].filter(Boolean).join(' '),
    ...where,
    identity: [
      ['pipeline', pipeline],
      ['stage', stage],
      ['action', action],
    ],
    summary: becomes === 'firing' ? failure.summary : `${placeText(detail)} ${words}`,
    description: becomes === 'firing' ? failure.reason : undefined,
    annotations: [['execution', detail['execution-id']]],
    links: [
      pipelineLink(where.region, pipeline),
      givenLink('Details', result['external-execution-url']),
    ],
    defaultSeverity: 'warning',
    deployment: deployed && { state: deployed, id: detail['execution-id'] },
  } as const;
  return [awsSignal(becomes ?? 'resolved', news, context)];
}

/** What is begun, superseded, or stopped by a person opens nothing: of an execution it is kept. */
const OUTCOMES: ReadonlyMap<string, 'firing' | 'resolved'> = new Map([
  ['FAILED', 'firing'],
  ['SUCCEEDED', 'resolved'],
]);

/** Of a stage or an action nothing is kept then. */
const QUIET = new Set([
  'STARTED',
  'RESUMED',
  'STOPPING',
  'STOPPED',
  'SUPERSEDED',
  'SKIPPED',
  'CANCELED',
  'ABANDONED',
]);

type Detail = ReturnType<typeof detailSchema.parse>;
type Additional = ReturnType<typeof additionalSchema.parse>;

/** `Pipeline deploy failed in stage Build: exit status 2` */
function failureOf(detail: Detail, additional: Additional) {
  const { pipeline, action } = detail;
  const stage = detail.stage ?? additional.failedStage;
  const [failed] = additional.failedActions;
  const failedAction = action ?? failed?.action;
  const reason =
    detail['execution-result']['external-execution-summary'] ||
    failed?.additionalInformation ||
    additional.additionalInformation;
  const summary = [
    `Pipeline ${pipeline} failed`,
    stage === undefined ? '' : ` in stage ${stage}`,
    failedAction === undefined || failedAction === stage ? '' : `, action ${failedAction}`,
    reason === undefined || reason === '' ? '' : `: ${reason}`,
  ].join('');
  return { summary, reason };
}

/** `Pipeline deploy`, `Stage Build of pipeline deploy`, `Action Test in stage Build of …` */
function placeText({ pipeline, stage, action }: Detail): string {
  if (stage === undefined) return `Pipeline ${pipeline}`;
  const of = `of pipeline ${pipeline}`;
  return action === undefined ? `Stage ${stage} ${of}` : `Action ${action} in stage ${stage} ${of}`;
}

function pipelineLink(region: string | undefined, pipeline: string) {
  return consoleLink(region, `codesuite/codepipeline/pipelines/${encoded(pipeline)}/view`);
}
