import { isRecord } from '../leniency.ts';
import { arnName } from './arn.ts';
import type { AwsEvent } from './event.ts';
import type { Saying } from './saying.ts';

/** Keys under which services say in words what happened, the most telling first. */
const WORDS = [
  'title',
  'summary',
  'errorMessage',
  'FailureReason',
  'failureReason',
  'state-reason',
  'message',
  'Message',
  'detailMessage',
  'statusReason',
  'statusMessage',
  'cause',
  'issue',
  'description',
  'reason',
];

/** Keys of the state that something is in, before those that end alike: `EndpointStatus`. */
const STATES = ['state', 'status', 'State', 'Status', 'result'];

/**
 * What an event says of which nobody knows more: to what it happened, in what state that is now, and
 * why. What fails must not count as one more of what began, so the state is a part of its identity,
 * and so is the name where the event names no resource.
 */
export function plainSaying({ detailType, source, resources, detail }: AwsEvent): Saying {
  const keys = isRecord(detail) ? Object.keys(detail) : [];
  const name = textUnder(keys.filter(isNameKey), detail);
  // DMS tells it as the event's type: `REPLICATION_TASK_FAILED`.
  const state = textUnder([...STATES, ...keys.filter(isStateKey), 'eventType'], detail);
  const words = textUnder(WORDS, detail);
  const happened = [textUnder(['event'], detail), state].filter(Boolean).join(' ');
  return {
    summary: [
      `${detailType}${name === undefined ? resourcesText(source, resources) : `: ${name}`}`,
      happened === '' ? '' : `, ${happened}`,
      words === undefined ? '' : `: ${words}`,
    ].join(''),
    identity: [
      ['name', resources.length === 0 ? name : undefined],
      ['state', state],
    ],
  };
}

/** For events without a name; some ARNs end with a mere id, so it is the second choice. */
function resourcesText(source: string, [arn, ...others]: readonly string[]): string {
  if (arn === undefined) return ` (${source})`;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `: ${arnName(arn)}${more}`;
}

/** `jobName`, `repository-name`; an event's own name is no thing's. */
function isNameKey(key: string): boolean {
  return /(?:^|[a-z_-])name$/iu.test(key) && !/^event/iu.test(key);
}

/** `TrainingJobStatus`, `currentPipelineExecutionStatus`; not the one it was in before, nor a finer one. */
function isStateKey(key: string): boolean {
  return /[a-z_-](?:state|status)$/iu.test(key) && !/^(?:previous|old|secondary)/iu.test(key);
}

function textUnder(keys: readonly string[], detail: unknown): string | undefined {
  if (!isRecord(detail)) return undefined;
  return keys
    .filter((key) => Object.hasOwn(detail, key))
    .map((key) => detail[key])
    .filter((value) => typeof value === 'string')
    .find((value) => value.trim() !== '');
}
