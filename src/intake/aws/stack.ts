import type { Signal, Source } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { anyRecord, anyText } from '../leniency.ts';
import { parseArn } from './arn.ts';
import { consoleLink, encoded } from './console.ts';
import { circumstances, type AwsEvent } from './event.ts';
import { awsSignal, type Becomes } from './news.ts';

/** A stack of CloudFormation, or a resource in it, in a new status, whichever message told it. */
export interface StackChange {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly at: number;
  /** The stack's ARN. */
  readonly stack: string;
  readonly status: string;
  readonly reason: string | undefined;
  /** The resource's name in the template; undefined when it is the stack itself. */
  readonly resource: string | undefined;
}

/**
 * The signals of a stack's change: that it fails or is rolled back, which its next success resolves.
 * Undefined for a status that nobody knows.
 *
 * Source: AWS CloudFormation User Guide, "Stack status codes".
 */
export function stackSignals(
  { stack, status, reason, resource, ...where }: StackChange,
  source: Source,
  context: MessageContext,
): readonly Signal[] | undefined {
  const [, name = ''] = parseArn(stack)?.resource.split('/') ?? [];
  const becomes = becomesOf(status, resource, reason);
  if (name === '' || becomes === undefined) return undefined;
  if (becomes === 'nothing') return [];
  const why = reason === undefined || reason === '' ? '' : `: ${reason}`;
  const subject = resource === undefined ? '' : `${resource} in `;
  const news = {
    source,
    alertname: 'CloudFormation stack failed',
    ...where,
    identity: [['name', name]],
    labels: [
      ['event_source', 'aws.cloudformation'],
      ['stack_status', resource === undefined ? status : undefined],
    ],
    summary: `${subject}CloudFormation stack ${name} is in ${status}${why}`,
    links: [
      consoleLink(
        where.region,
        'cloudformation/home',
        `#/stacks/stackinfo?stackId=${encoded(stack)}`,
      ),
    ],
    defaultSeverity: source === 'text' ? 'warning' : 'info',
  } as const;
  return [awsSignal(becomes, news, context)];
}

/** CloudFormation's words for a resource that it gave up because of another one's failure. */
const CANCELLED = /^resource (?:creation|update) cancelled/iu;

/** What goes on, or went well. */
const ROUTINE =
  /^(?:(?:CREATE|UPDATE|DELETE|IMPORT|REVIEW)_(?:IN_PROGRESS|COMPLETE|SKIPPED)|UPDATE_COMPLETE_CLEANUP_IN_PROGRESS)$/u;

function becomesOf(
  status: string,
  resource: string | undefined,
  reason = '',
): Exclude<Becomes, 'occurrence'> | 'nothing' | undefined {
  if (status.endsWith('_FAILED')) return CANCELLED.test(reason) ? 'nothing' : 'firing';
  // Of a resource, it is a stack within the stack: the same goes wrong.
  if (status.includes('ROLLBACK_')) return 'firing';
  if (!ROUTINE.test(status)) return undefined;
  return resource === undefined && status.endsWith('_COMPLETE') ? 'resolved' : 'nothing';
}

const TYPES = ['CloudFormation Stack Status Change', 'CloudFormation Resource Status Change'];

const detailSchema = anyRecord({
  'stack-id': anyText,
  'logical-resource-id': anyText,
  'status-details': anyRecord({ status: anyText, 'status-reason': anyText }),
});

/** The same from EventBridge; undefined for other events. Source: the same guide, "Managing events with CloudFormation and Amazon EventBridge". */
export function stackEventSignals(
  event: AwsEvent,
  context: MessageContext,
): readonly Signal[] | undefined {
  if (!TYPES.includes(event.detailType)) return undefined;
  const detail = detailSchema.parse(event.detail);
  const { 'stack-id': stack, 'status-details': details } = detail;
  if (stack === undefined || details.status === undefined) return undefined;
  const change = {
    ...circumstances(event, context),
    stack,
    status: details.status,
    reason: details['status-reason'],
    resource: detail['logical-resource-id'],
  };
  return stackSignals(change, 'eventbridge', context);
}
