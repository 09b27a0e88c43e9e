/** Somebody who is on call. */
export interface Duty {
  readonly schedule: string;
  /** What people call them. */
  readonly name: string;
  readonly email?: string;
  /** Their id in Slack (`U0ABC`), where it is known. */
  readonly slackUser?: string;
  /** Of an escalation policy: who is at level 1 is called first. */
  readonly level?: number;
  /** When their turn ends, epoch milliseconds; absent where nobody knows. */
  readonly until?: number;
}

/** Who is on call. */
export interface OnCall {
  /**
   * Those on call at a moment (epoch milliseconds): of the schedule with a name, or of all.
   *
   * @throws when that can't be found out
   */
  who(question: { readonly at: number; readonly schedule?: string }): Promise<readonly Duty[]>;
}
