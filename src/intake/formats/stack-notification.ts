import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { stackSignals } from '../aws/stack.ts';
import { parseTime } from '../time.ts';
import type { Format } from './format.ts';

/**
 * What CloudFormation publishes to a topic of each step of a stack's operation: a text with a
 * `Name='value'` in each line. It is identified as the same news from EventBridge is.
 *
 * Source: AWS CloudFormation API Reference, CreateStack, `NotificationARNs`.
 */
export const stackNotification: Format = {
  source: 'text',
  recognise: (value) =>
    typeof value === 'string' &&
    /^\s{0,20}StackId='arn:/u.test(value) &&
    value.includes("\nResourceStatus='"),
  toSignals(value, context) {
    if (typeof value !== 'string') return undefined;
    const stack = valueOf(value, 'StackId');
    const status = valueOf(value, 'ResourceStatus');
    if (stack === undefined || status === undefined) return undefined;
    // The stack itself is told of as a resource with its own ARN.
    const isStack = valueOf(value, 'PhysicalResourceId') === stack;
    const change = {
      account: accountFromArns(stack),
      region: regionFromArns(stack),
      at: parseTime(valueOf(value, 'Timestamp')) ?? context.sentAt,
      stack,
      status,
      reason: valueOf(value, 'ResourceStatusReason'),
      resource: isStack ? undefined : valueOf(value, 'LogicalResourceId'),
    };
    return stackSignals(change, 'text', context);
  },
};

/** The value in the line that begins with this name; some go on over more lines. */
function valueOf(text: string, name: string): string | undefined {
  const begins = `\n${name}='`;
  const from = `\n${text.trimStart()}`;
  const start = from.indexOf(begins);
  if (start < 0) return undefined;
  const rest = from.slice(start + begins.length);
  const end = /'\s*(?:\n|$)/u.exec(rest)?.index;
  return end === undefined ? undefined : rest.slice(0, end);
}
