/** A message that is not taken: what its sender is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status. */
  readonly status: number;

  /** @param reason one line, fit for the caller and the log: no quotes from the message. */
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}
