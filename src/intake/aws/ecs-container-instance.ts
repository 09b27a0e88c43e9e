import type { Signal } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { anything, anyRecord, anyText } from '../leniency.ts';
import { arnName } from './arn.ts';
import { consoleLink, encoded } from './console.ts';
import { circumstances, type AwsEvent } from './event.ts';
import { awsSignal } from './news.ts';

const instanceSchema = anyRecord({
  agentConnected: anything,
  status: anyText,
  clusterArn: anyText,
  containerInstanceArn: anyText,
  ec2InstanceId: anyText,
});

/** A container instance that is one no longer has nobody waiting for its agent. */
const GONE = ['INACTIVE', 'DEREGISTERING'];

/**
 * A container instance whose agent lost its connection, until it is back or the instance is gone.
 * Agents reconnect several times an hour, which is why it is no more than information.
 *
 * Source: Amazon ECS Developer Guide, "Amazon ECS container instance state change events".
 */
export function containerInstanceSignals(
  event: AwsEvent,
  context: MessageContext,
): readonly Signal[] | undefined {
  const instance = instanceSchema.parse(event.detail);
  const arn = instance.containerInstanceArn ?? event.resources[0];
  if (arn === undefined || typeof instance.agentConnected !== 'boolean') return undefined;
  const where = circumstances(event, context);
  const cluster = arnName(instance.clusterArn ?? 'default');
  const name = instance.ec2InstanceId ?? arnName(arn);
  const isGone = GONE.includes(instance.status ?? '');
  const isLost = !instance.agentConnected && !isGone;
  const words = isLost ? 'is disconnected' : isGone ? 'is gone' : 'is connected';
  const news = {
    source: 'aws-ecs',
    alertname: 'ECS agent disconnected',
    ...where,
    identity: [
      ['cluster', cluster],
      ['container_instance', arnName(arn)],
    ],
    labels: [['instance', instance.ec2InstanceId]],
    summary: `The ECS agent of ${name} in cluster ${cluster} ${words}`,
    links: [consoleLink(where.region, `ecs/v2/clusters/${encoded(cluster)}/infrastructure`)],
    defaultSeverity: 'info',
  } as const;
  return [awsSignal(isLost ? 'firing' : 'resolved', news, context)];
}
