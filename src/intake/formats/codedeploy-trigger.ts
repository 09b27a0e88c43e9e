import type { Signal } from '../../alert/signal.ts';
import type { AwsEvent } from '../aws/event.ts';
import { instanceDeploymentSignals } from '../aws/instance-deployment.ts';
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

function instanceSignals(
  { instanceId = '', deploymentId = '', instanceStatus, lifecycleEvents }: Trigger,
  where: Where,
  context: MessageContext,
): readonly Signal[] | undefined {
  if (instanceStatus === undefined) return undefined;
  const told = {
    source: 'text',
    account: where.account,
    region: where.region,
    at: context.sentAt,
    instance: instanceId,
    deployment: deploymentId,
    state: instanceStatus,
    failedStep: failedStep(lifecycleEvents),
  } as const;
  return instanceDeploymentSignals(told, context);
}

const stepsSchema = anyList(anyRecord({ LifecycleEvent: anyText, LifecycleEventStatus: anyText }));

function failedStep(steps: unknown): string | undefined {
  return stepsSchema
    .parse(steps)
    .find(({ LifecycleEventStatus: status }) => status?.toLowerCase() === 'failed')?.LifecycleEvent;
}
