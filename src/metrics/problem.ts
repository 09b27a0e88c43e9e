/** Why there is no answer, and what to do next: each kind has its own sentence. */
export type Problem =
  | { readonly kind: 'unknown-metric'; readonly asked: string; readonly nearest?: string }
  | { readonly kind: 'unknown-dimension'; readonly asked: string; readonly nearest?: string }
  /** It is about a time whose figures are not kept by this period; both are milliseconds. */
  | { readonly kind: 'too-old'; readonly period: number; readonly kept: number }
  /** A span has too many such periods; `longest` is one that has not. Both are milliseconds. */
  | { readonly kind: 'too-long'; readonly period: number; readonly longest: number }
  /** What may not be done (`cloudwatch:GetMetricData`), and who may not (an ARN). */
  | { readonly kind: 'no-permission'; readonly action: string; readonly role?: string }
  /** Who asks is not let in: the token or the password is wrong, missing, or not enough. */
  | { readonly kind: 'credentials-refused'; readonly status: number }
  /** Nobody gave the bot what it needs to be known at AWS, or not for so long. */
  | { readonly kind: 'no-credentials'; readonly expired: boolean }
  | { readonly kind: 'throttled' }
  /** Not worked out in this time, in milliseconds: ask for less. */
  | { readonly kind: 'timed-out'; readonly after: number }
  | { readonly kind: 'region-off'; readonly region: string }
  | { readonly kind: 'unreachable'; readonly why: string }
  /** What the source says is wrong with the question. */
  | { readonly kind: 'refused'; readonly why: string };
