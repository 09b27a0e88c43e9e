import type { Failure } from './trouble.ts';

const RIGHTS = 'sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility';

/**
 * What people can do about an error, by its name.
 * Source: Amazon SQS API Reference, "Common Error Types" and the errors of each action.
 */
const HINTS: readonly (readonly [name: RegExp, hint: string])[] = [
  [/NonExistentQueue|QueueDoesNotExist/, 'there is no such queue: see intake.sqs in the config'],
  [/^Kms|^KMS\./, 'the queue’s KMS key can’t be used: the bot needs kms:Decrypt'],
  [/AccessDenied|NotAuthorized|InvalidSecurity/, `not allowed: the bot needs ${RIGHTS}`],
  [
    /Credentials|ClientTokenId|UnrecognizedClient|ExpiredToken|SignatureDoesNotMatch|MissingAuth/,
    'AWS does not accept the credentials, or there are none',
  ],
  [/Throttl|OverLimit|TooManyRequests|SlowDown/, 'SQS asks for patience'],
];

/** A failed call of SQS: what it is, and what to do about it if we know. */
export function failureOf(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const hint = HINTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'SQS can’t be reached';
  // What failed for each of several addresses has no message of its own.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = (message.split('\n', 1)[0] || code).slice(0, 300);
  return { kind: name, text: `${hint} (${[name, said].filter(Boolean).join(': ')})` };
}
