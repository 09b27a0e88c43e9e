import type { Signal, Source } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { arnName } from './arn.ts';
import { consoleLink, encoded } from './console.ts';
import { awsSignal } from './news.ts';

/** What CodeDeploy tells of one instance in a deployment, whichever message told it. */
export interface InstanceDeployment {
  readonly source: Source;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Its id or its ARN. */
  readonly instance: string;
  readonly deployment: string;
  readonly state: string;
  /** The step in which it failed, where that is told. */
  readonly failedStep?: string | undefined;
}

/** By the state in lower case: a trigger's words, then EventBridge's. */
const OUTCOMES: ReadonlyMap<string, 'firing' | 'resolved'> = new Map([
  ['failed', 'firing'],
  ['succeeded', 'resolved'],
  ['failure', 'firing'],
  ['success', 'resolved'],
]);

/** An instance that is on its way, or that the deployment left out. */
const QUIET = new Set(['pending', 'inprogress', 'in_progress', 'ready', 'skipped', 'start']);

/**
 * The signals of an instance that could not be deployed to, until the next deployment to it succeeds.
 * Undefined when no instance is named, and for a state that nobody knows.
 */
export function instanceDeploymentSignals(
  { source, account, region, at, deployment, state, failedStep, ...told }: InstanceDeployment,
  context: MessageContext,
): readonly Signal[] | undefined {
  const instance = arnName(told.instance);
  if (instance === '') return undefined;
  const becomes = OUTCOMES.get(state.toLowerCase());
  if (becomes === undefined) return QUIET.has(state.toLowerCase()) ? [] : undefined;
  const words = becomes === 'firing' ? 'failed' : 'succeeded';
  const inStep = failedStep === undefined ? '' : ` in ${failedStep}`;
  const news = {
    source,
    alertname: 'Instance deployment failed',
    account,
    region,
    at,
    identity: [['instance', instance]],
    labels: [
      ['deployment', deployment],
      ['event_source', 'aws.codedeploy'],
    ],
    summary: `Deployment ${deployment} ${words} on instance ${instance}${inStep}`,
    links: [consoleLink(region, `codesuite/codedeploy/deployments/${encoded(deployment)}`)],
    defaultSeverity: 'info',
  } as const;
  return [awsSignal(becomes, news, context)];
}
