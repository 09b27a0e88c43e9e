import { StoreUnavailable } from '../engine/ports/inbox.ts';

/** What a refusal tells its sender besides the status. */
export interface RefusalAnswer {
  /** Instead of the reason, for somebody who must not learn it. */
  readonly told?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A message that is not taken: what its sender is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status. */
  readonly status: number;
  readonly told: string;
  readonly headers: Readonly<Record<string, string>>;

  /** @param reason one line, fit for the log and, unless told otherwise, the sender: no quotes from the message. */
  constructor(status: number, reason: string, { told = reason, headers = {} }: RefusalAnswer = {}) {
    super(reason);
    this.status = status;
    this.told = told;
    this.headers = headers;
  }
}

/** Answers 401 and says nothing more: who can't prove himself learns neither why nor what is configured. */
export function unauthorized(reason: string, challenge: string): Refusal {
  return new Refusal(401, reason, {
    told: 'unauthorized',
    headers: { 'www-authenticate': challenge },
  });
}

/**
 * What to answer when taking a message failed.
 *
 * @throws what is neither a refusal nor the store's absence: a defect, which is not answered here.
 */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreUnavailable) {
    return new Refusal(503, 'the store can’t be reached; send it again');
  }
  throw error;
}
