import type { Policy } from './policy.ts';

/** Where a signal came from in time: kept with the group until a flush has seen it. */
export interface Origin {
  readonly traceId: string;
  readonly receivedAt: number;
}

/** What decisions about one signal have in common. */
export interface Context {
  readonly origin: Origin;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly policy: Policy;
}
