import type { Signal } from '../../alert/signal.ts';
import { circumstances, isAwsEvent, readAwsEvent, type AwsEvent } from '../aws/event.ts';
import { instanceDeploymentSignals } from '../aws/instance-deployment.ts';
import { plainEvent } from '../aws/plain-event.ts';
import { runSignals } from '../aws/runs.ts';
import { stackEventSignals } from '../aws/stack.ts';
import { isAlarmStateChange } from './eventbridge-alarm.ts';
import { anyRecord, anyText } from '../leniency.ts';
import type { Format, MessageContext } from './format.ts';

/** Nobody's concern: the alarm, or the build, tells of itself when its own state changes. */
const OPENS_NOTHING = new Set([
  'CloudWatch Alarm Configuration Change',
  'CodeBuild Build Phase Change',
]);

/** Events of Amazon EventBridge that no other format knows. */
export const eventbridge: Format = {
  source: 'eventbridge',
  // An alarm that could not be read is worth more than an event's "info": it is left to the text.
  recognise: (value) => isAwsEvent(value) && !isAlarmStateChange(value),
  toSignals(value, context) {
    const event = readAwsEvent(value);
    if (event === undefined) return undefined;
    if (OPENS_NOTHING.has(event.detailType)) return [];
    return (
      runSignals(event, 'eventbridge', context) ??
      instanceSignals(event, context) ??
      stackEventSignals(event, context) ?? [plainEvent(event, 'eventbridge', context)]
    );
  },
};

const instanceSchema = anyRecord({ instanceId: anyText, deploymentId: anyText, state: anyText });

/** Source: AWS CodeDeploy User Guide, "Monitoring deployments with Amazon CloudWatch Events". */
function instanceSignals(event: AwsEvent, context: MessageContext): readonly Signal[] | undefined {
  if (event.detailType !== 'CodeDeploy Instance State-change Notification') return undefined;
  const { instanceId = '', deploymentId = '', state = '' } = instanceSchema.parse(event.detail);
  const told = {
    source: 'eventbridge',
    ...circumstances(event, context),
    instance: instanceId,
    deployment: deploymentId,
    state,
  } as const;
  return instanceDeploymentSignals(told, context);
}
