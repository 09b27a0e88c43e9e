import { visible } from '../../../alert/visible.ts';
import type { Failed, Later, Unknown } from '../action.ts';

const PATIENCE = 'AWS asks for patience.';

/** Refusals that pass by themselves. Source: the Common Errors of each service's API reference. */
const PASSING: ReadonlyMap<string, string> = new Map([
  ...[
    'ThrottlingException',
    'Throttling',
    'ThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'ExecutionLimitExceeded',
    'KmsThrottlingException',
    'AutomationExecutionLimitExceededException',
    'ConcurrentPipelineExecutionsLimitExceededException',
  ].map((name) => [name, PATIENCE] as const),
  ...[
    'ResourceConflictException',
    'UpdateInProgressException',
    'DeploymentLimitExceededException',
    'ScalingActivityInProgressFault',
    'ResourceContentionFault',
    'TooManyUpdates',
    'ConflictException',
  ].map((name) => [name, 'It is being changed by something else.'] as const),
  // What was found is compared anew before the next attempt.
  ['PreconditionFailedException', 'It was changed at the same moment.'],
]);

/** Errors of a connection that never came about: nothing was sent. */
const UNSENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at its address',
  EAI_AGAIN: "its host's name can not be looked up",
  ENOTFOUND: 'there is no such host',
};

/** What others say is shown to people: a line or two. */
const LONGEST_WHY = 300;

/**
 * What it means that a call of the SDK failed: a service that refuses has done nothing; of one that does not
 * answer, or answers that it is broken, nobody knows.
 *
 * @param permission what has to be allowed: `states:StartExecution`
 * @param role whose credentials are used, where the config says
 */
export function failureOf(
  error: unknown,
  permission: string,
  role: string | undefined,
): Failed | Later | Unknown {
  if (!(error instanceof Error)) return { outcome: 'unknown', what: wordsOf(String(error)) };
  const { name, message } = error;
  if (name === 'CredentialsProviderError') {
    const what = `The bot finds no credentials for AWS: ${wordsOf(message)}`;
    return { outcome: 'failed', what, mend: 'Give it some, as to any program that uses AWS.' };
  }
  if (isDenied(name)) return deniedBy(message, permission, role);
  const passing = PASSING.get(name);
  if (passing !== undefined) return { outcome: 'later', what: passing };
  const unsent = UNSENT['code' in error ? String(error.code) : ''];
  if (unsent !== undefined) return { outcome: 'later', what: `AWS is not reached: ${unsent}.` };
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500 && status !== 408) {
    if (status === 429) return { outcome: 'later', what: PATIENCE };
    const what = `AWS refuses: ${wordsOf(message)} (${name})`;
    return { outcome: 'failed', what, mend: 'Mend what the config says of it.' };
  }
  const why = status === undefined ? noAnswer(name, message) : `HTTP ${status}, ${name}`;
  return { outcome: 'unknown', what: `AWS did not say what became of it: ${why}.` };
}

function isDenied(name: string): boolean {
  return ['AccessDenied', 'AccessDeniedException', 'KmsAccessDeniedException'].includes(name);
}

/** `User: arn:… is not authorized to perform: states:StartExecution on resource: arn:…`. */
function deniedBy(message: string, permission: string, role: string | undefined): Failed {
  const who = /\bUser: (arn:[^\s"]{1,500})/u.exec(message)?.[1] ?? role;
  const action = /\bperform: ([\w-]{1,50}:\w{1,100})/u.exec(message)?.[1] ?? permission;
  const on = /\bresource: (arn:[^\s"]{1,1000})/u.exec(message)?.[1];
  return {
    outcome: 'failed',
    what: `AWS does not allow ${action} to ${visible(who ?? "the bot's role")}.`,
    mend: `Allow it${on === undefined ? '' : ` on ${visible(on)}`}, in a policy of that role.`,
  };
}

function noAnswer(name: string, message: string): string {
  if (['TimeoutError', 'AbortError'].includes(name)) return 'no answer in time';
  return wordsOf(message);
}

function statusOf(error: Error): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status: unknown = 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

export function wordsOf(text: string): string {
  return visible(text).replaceAll(/\s+/gu, ' ').slice(0, LONGEST_WHY);
}
