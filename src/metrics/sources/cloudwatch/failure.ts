import { visible } from '../../../alert/visible.ts';
import type { Problem } from '../../problem.ts';

/** What a call that failed was, and where. */
export interface FailedCall {
  /** As a policy has it: `cloudwatch:GetMetricData`. */
  readonly action: string;
  readonly region: string;
  /** How long it was waited for, milliseconds. */
  readonly timeoutMs: number;
}

/** By the name of the error. Sources: CloudWatch API Reference, Common Errors; AWS STS, Regions. */
type Kind =
  | 'no-permission'
  | 'no-credentials'
  | 'expired'
  | 'region-off'
  | 'throttled'
  | 'timed-out';

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['AccessDenied', 'no-permission'],
  ['AccessDeniedException', 'no-permission'],
  ['NotAuthorized', 'no-permission'],
  ['UnauthorizedOperation', 'no-permission'],
  ['CredentialsProviderError', 'no-credentials'],
  ['ExpiredToken', 'expired'],
  ['ExpiredTokenException', 'expired'],
  // Keys of a region that is not switched on are not known there.
  ['OptInRequired', 'region-off'],
  ['UnrecognizedClientException', 'region-off'],
  ['InvalidClientTokenId', 'region-off'],
  ['RegionDisabledException', 'region-off'],
  ['AuthFailure', 'region-off'],
  ['LimitExceededException', 'throttled'],
  ['LimitExceededFault', 'throttled'],
  ['RequestLimitExceeded', 'throttled'],
  ['RequestThrottled', 'throttled'],
  ['Throttling', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['TooManyRequestsException', 'throttled'],
  ['RequestTimeout', 'timed-out'],
  ['TimeoutError', 'timed-out'],
]);

const REFUSALS =
  /^(?:Validation|InvalidParameter|InvalidFormat|Missing|InvalidNextToken|MalformedQuery|ResourceNotFound)/u;

/** What others say is shown to people: a line or two. */
const LONGEST_WHY = 300;

/** What it means that a call of the SDK failed. */
export function problemOf(error: unknown, { action, region, timeoutMs }: FailedCall): Problem {
  if (!(error instanceof Error)) return { kind: 'unreachable', why: wordsOf(String(error)) };
  const { name, message } = error;
  switch (KINDS.get(name)) {
    case 'no-permission':
      return { kind: 'no-permission', action, ...deniedBy(message) };
    case 'no-credentials':
      return { kind: 'no-credentials', expired: false };
    case 'expired':
      return { kind: 'no-credentials', expired: true };
    case 'region-off':
      return { kind: 'region-off', region };
    case 'throttled':
      return { kind: 'throttled' };
    case 'timed-out':
      return { kind: 'timed-out', after: timeoutMs };
    case undefined:
      return REFUSALS.test(name)
        ? { kind: 'refused', why: wordsOf(message) }
        : { kind: 'unreachable', why: reasonOf(error) };
  }
}

/** `User: arn:… is not authorized to perform: sts:AssumeRole on resource: arn:…`. */
function deniedBy(message: string): { action?: string; role?: string } {
  const role = /\bUser: (arn:[^\s"]{1,500})/u.exec(message)?.[1];
  const action = /\bperform: ([\w-]{1,50}:\w{1,100})/u.exec(message)?.[1];
  return { ...(action !== undefined && { action }), ...(role !== undefined && { role }) };
}

/** By the name of an error, or by Node's code of it. */
const REASONS: Readonly<Record<string, string>> = {
  AbortError: 'cancelled',
  ECONNREFUSED: 'nothing listens at its address',
  ECONNRESET: 'the connection was cut',
  EAI_AGAIN: "its host's name can't be looked up",
  ENOTFOUND: 'there is no such host: is the region one of AWS?',
  InternalServiceFault: 'it had an error of its own',
  InternalFailure: 'it had an error of its own',
  ServiceUnavailable: 'it can not answer now',
};

function reasonOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = [error.name, code].find((one) => Object.hasOwn(REASONS, one));
  return REASONS[known ?? ''] ?? wordsOf(`${error.name}: ${error.message}`);
}

function wordsOf(text: string): string {
  return visible(text).slice(0, LONGEST_WHY);
}
