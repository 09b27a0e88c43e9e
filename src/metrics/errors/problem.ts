/** Why a tracker gives no answer: each kind has its own sentence. */
export type ErrorsProblem =
  | { readonly kind: 'token-refused' }
  /** What the token would have to be allowed: `event:read`. */
  | { readonly kind: 'no-permission'; readonly scope: string }
  | {
      readonly kind: 'unknown';
      readonly what: 'organization' | 'project' | 'environment';
      readonly asked: string;
      readonly nearest?: string | undefined;
    }
  | { readonly kind: 'unknown-issue'; readonly asked: string }
  /** It was asked too often; in so many milliseconds it may be asked again. */
  | { readonly kind: 'throttled'; readonly after?: number | undefined }
  | { readonly kind: 'timed-out'; readonly after: number }
  | { readonly kind: 'unreachable'; readonly why: string }
  /** What answered is not what was asked for. */
  | { readonly kind: 'nonsense'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/** What a question to a tracker came to. */
export type Asked<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly problem: ErrorsProblem };

export function failed(problem: ErrorsProblem) {
  return { ok: false, problem } as const;
}
