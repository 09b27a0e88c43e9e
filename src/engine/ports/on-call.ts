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
  /** When that was so, where nobody can say now, epoch milliseconds. */
  readonly asOf?: number;
}

/** Who is on call. */
export interface OnCall {
  /** The names of the schedules. */
  readonly schedules: readonly string[];
  /**
   * Those on call at a moment (epoch milliseconds): of the schedule with a name, or of all.
   *
   * @throws when that can't be found out
   */
  who(question: { readonly at: number; readonly schedule?: string }): Promise<readonly Duty[]>;
}

/** Who was on call when that was last known, for all replicas: for when nobody can say. */
export interface KnownDuties {
  last(schedule: string): Promise<LastDuties | undefined>;
  keep(schedule: string, duties: LastDuties): Promise<void>;
}

export interface LastDuties {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly duties: readonly Duty[];
}
