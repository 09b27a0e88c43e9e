/** One call, as the SDK made it. */
export interface Call {
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An error to answer with. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
}
