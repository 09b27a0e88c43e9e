import { DescribeServicesCommand, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import { named } from '../../../config/schema/fields.ts';
import { arnName, parseArn } from '../../../intake/aws/arn.ts';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import { ActionProblem } from '../action.ts';
import { asking, placeText, type Place } from '../aws/place.ts';

/** A service of ECS, by its name or ARN, and its cluster by its. */
export const serviceFields = {
  cluster: named('shop'),
  service: named('checkout'),
};

export interface OfService extends Place {
  readonly cluster: string;
  readonly service: string;
}

/** `shop/checkout`. */
export function serviceName({ cluster, service }: OfService): string {
  return `${arnName(cluster)}/${arnName(service)}`;
}

/** What limits count by, whatever is done to the service. */
export function serviceTarget(params: OfService): string {
  return `service ${serviceName(params)} ${placeText(params)}`.trim();
}

/** @throws ActionProblem; of a service that is not active, too */
export async function findService(
  client: ECSClient,
  params: OfService,
  signal: AbortSignal,
): Promise<Service> {
  const { cluster, service } = params;
  const command = new DescribeServicesCommand({ cluster, services: [service] });
  const { services: [found] = [] } = await asking('ecs:DescribeServices', params, () =>
    client.send(command, { abortSignal: signal }),
  );
  if (found?.status === 'ACTIVE') return found;
  const why = found === undefined ? 'no such service' : `${found.status?.toLowerCase()}`;
  const what = `${serviceName(params)} can not be changed: ${why}.`;
  throw new ActionProblem(what, 'Name a service that is active, and its cluster.');
}

/** Its page in the console. */
export function serviceLink({ serviceArn = '', clusterArn = '' }: Service): string | undefined {
  const page = `ecs/v2/clusters/${encoded(arnName(clusterArn))}/services/${encoded(arnName(serviceArn))}`;
  return consoleLink(parseArn(serviceArn)?.region, page)?.url;
}
