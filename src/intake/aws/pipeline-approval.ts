import type { Link, Signal } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { awsSignal, type Becomes } from './news.ts';

/** Either decision ends the waiting; what a rejection fails says so itself. */
const APPROVALS: ReadonlyMap<string, Becomes> = new Map([
  ['STARTED', 'occurrence'],
  ['SUCCEEDED', 'resolved'],
  ['FAILED', 'resolved'],
]);

/** Nobody decides any more: the execution was stopped, or a newer one took its place. */
const QUIET = new Set(['ABANDONED', 'CANCELED']);

/** An approval that a pipeline waits for, whichever message told it. */
export interface Approval {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly at: number;
  readonly pipeline: string;
  readonly stage: string;
  readonly action: string;
  readonly request?: string | undefined;
  readonly expires?: string | undefined;
  readonly links: readonly (Link | undefined)[];
}

/**
 * The signals of an approval action: somebody is waited for. It is told once, for people may take days.
 * Undefined for a state that nobody knows.
 *
 * @param state of the action, as CodePipeline names it.
 */
export function approvalSignals(
  state: string,
  { pipeline, stage, action, request, expires, ...where }: Approval,
  context: MessageContext,
): readonly Signal[] | undefined {
  const becomes = APPROVALS.get(state);
  if (becomes === undefined) return QUIET.has(state) ? [] : undefined;
  const place = `Pipeline ${pipeline}${stage === '' ? '' : `, stage ${stage}`}`;
  const asks = request === undefined || request === '' ? '' : `: ${request}`;
  const news = {
    source: 'aws-codepipeline',
    alertname: 'Pipeline waits for approval',
    ...where,
    identity: [
      ['pipeline', pipeline],
      ['stage', stage],
      ['action', action],
    ],
    summary: becomes === 'resolved' ? `${place} was decided` : `${place} waits for approval${asks}`,
    annotations: [
      ['action', action],
      ['expires', expires],
    ],
    defaultSeverity: 'info',
  } as const;
  return [awsSignal(becomes, news, context)];
}
