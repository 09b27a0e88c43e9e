import type { Signal } from '../../alert/signal.ts';
import { arnName } from '../aws/arn.ts';
import { consoleLink, encoded } from '../aws/console.ts';
import type { AwsEvent } from '../aws/event.ts';
import { awsSignal } from '../aws/news.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { runSignals } from '../aws/runs.ts';
import { parseJson } from '../json.ts';
import { anyList, anyRecord, anyText, anything, isRecord } from '../leniency.ts';
import type { Format, MessageContext } from './format.ts';

const triggerSchema = anyRecord({
  region: anyText,
  accountId: anyText,
  deploymentId: anyText,
  applicationName: anyText,
  deploymentGroupName: anyText,
  status: anyText,
  errorInformation: anything,
  instanceId: anyText,
  instanceStatus: anyText,
  lifecycleEvents: anything,
});

type Trigger = ReturnType<typeof triggerSchema.parse>;

/**
 * What the triggers of CodeDeploy publish to a topic, of a deployment or of an instance in it. A
 * deployment's is read as EventBridge's news of the same. They tell their time in no one form, so
 * the time of sending counts.
 *
 * Source: AWS CodeDeploy User Guide, "JSON data formats for CodeDeploy triggers".
 */
export const codeDeployTrigger: Format = {
  source: 'text',
  recognise: (value) => isRecord(value) && 'eventTriggerName' in value && 'deploymentId' in value,
  toSignals(value, context) {
    const told = triggerSchema.parse(value);
    const where = {
      account: told.accountId || accountFromArns(context.topic),
      region: told.region || regionFromArns(context.topic),
    };
    return told.instanceId === undefined
      ? deploymentSignals(told, where, context)
      : instanceSignals(told, where, context);
  },
};

type Where = Pick<AwsEvent, 'account' | 'region'>;

function deploymentSignals(told: Trigger, where: Where, context: MessageContext) {
  const event: AwsEvent = {
    ...where,
    detailType: 'CodeDeploy Deployment State-change Notification',
    source: 'aws.codedeploy',
    resources: [],
    detail: {
      application: told.applicationName,
      deploymentGroup: told.deploymentGroupName,
      deploymentId: told.deploymentId,
      state: told.status?.toUpperCase(),
      errorMessage: errorIn(told.errorInformation),
    },
    additional: undefined,
  };
  return runSignals(event, 'text', context);
}

const errorSchema = anyRecord({ ErrorMessage: anyText });

/** It is documented as an object and comes as a text with JSON in it. */
function errorIn(information: unknown): string | undefined {
  const json = typeof information === 'string' ? parseJson(information) : undefined;
  return errorSchema.parse(json?.ok === true ? json.value : information).ErrorMessage;
}

const OUTCOMES: ReadonlyMap<string, 'firing' | 'resolved'> = new Map([
  ['failed', 'firing'],
  ['succeeded', 'resolved'],
]);

/** An instance that is on its way, or that the deployment left out. */
const QUIET = new Set(['pending', 'inprogress', 'in_progress', 'ready', 'skipped']);

function instanceSignals(
  { instanceId = '', deploymentId = '', instanceStatus, lifecycleEvents }: Trigger,
  where: Where,
  context: MessageContext,
): readonly Signal[] | undefined {
  const instance = arnName(instanceId);
  if (instance === '' || instanceStatus === undefined) return undefined;
  const becomes = OUTCOMES.get(instanceStatus.toLowerCase());
  if (becomes === undefined) return QUIET.has(instanceStatus.toLowerCase()) ? [] : undefined;
  const words = becomes === 'firing' ? 'failed' : 'succeeded';
  const news = {
    source: 'text',
    alertname: 'Instance deployment failed',
    ...where,
    identity: [['instance', instance]],
    labels: [
      ['deployment', deploymentId],
      ['event_source', 'aws.codedeploy'],
    ],
    summary: `Deployment ${deploymentId} ${words} on instance ${instance}${failedStep(lifecycleEvents)}`,
    links: [consoleLink(where.region, `codesuite/codedeploy/deployments/${encoded(deploymentId)}`)],
    defaultSeverity: 'info',
    at: context.sentAt,
  } as const;
  return [awsSignal(becomes, news, context)];
}

const stepsSchema = anyList(anyRecord({ LifecycleEvent: anyText, LifecycleEventStatus: anyText }));

function failedStep(steps: unknown): string {
  const failed = stepsSchema
    .parse(steps)
    .find(({ LifecycleEventStatus: status }) => status?.toLowerCase() === 'failed');
  return failed?.LifecycleEvent === undefined ? '' : ` in ${failed.LifecycleEvent}`;
}
