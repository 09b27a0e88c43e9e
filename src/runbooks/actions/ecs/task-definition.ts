import {
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  type ECSClient,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { wordsOf } from '../aws/aws-failure.ts';
import { asking, type Place } from '../aws/place.ts';

/** Of 100 revisions each. */
const MOST_PAGES = 10;

/** `checkout:41`. */
export function taskDefinitionName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/**
 * The task definition that a service ran before: while another is rolled out the one that still runs beside it,
 * otherwise the revision before which is active. Undefined where there is none.
 *
 * @throws ActionProblem
 */
export async function taskDefinitionBefore(
  client: ECSClient,
  place: Place,
  { taskDefinition: present = '', deployments = [] }: Service,
  signal: AbortSignal,
): Promise<string | undefined> {
  const beside = deployments.find(
    (one) => one.status === 'ACTIVE' && one.taskDefinition !== present,
  );
  if (beside?.taskDefinition !== undefined) return beside.taskDefinition;
  const [family = '', revision] = taskDefinitionName(present).split(':');
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const command = new ListTaskDefinitionsCommand({
      familyPrefix: family,
      status: 'ACTIVE',
      sort: 'DESC',
      nextToken,
    });
    const found = await asking('ecs:ListTaskDefinitions', place, () =>
      client.send(command, { abortSignal: signal }),
    );
    const before = found.taskDefinitionArns?.find((arn) => revisionOf(arn) < Number(revision));
    if (before !== undefined) return before;
    nextToken = found.nextToken;
    if (nextToken === undefined) return undefined;
  }
  return undefined;
}

function revisionOf(arn: string): number {
  return Number(arn.slice(arn.lastIndexOf(':') + 1));
}

/** @throws ActionProblem */
export async function describeTaskDefinition(
  client: ECSClient,
  place: Place,
  arn: string,
  signal: AbortSignal,
): Promise<TaskDefinition> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn });
  const { taskDefinition = {} } = await asking('ecs:DescribeTaskDefinition', place, () =>
    client.send(command, { abortSignal: signal }),
  );
  return taskDefinition;
}

/** `checkout:41 (checkout:2.1.0)`, with its images. */
export function taskDefinitionText(found: TaskDefinition): string {
  const { taskDefinitionArn: arn = '', containerDefinitions: containers = [] } = found;
  const images = containers.map(({ image = '' }) => image.slice(image.lastIndexOf('/') + 1));
  return `${taskDefinitionName(arn)} (${wordsOf(images.join(', '))})`;
}
