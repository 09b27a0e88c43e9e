/** A kind of error that a tracker has seen, as often as it came; the texts come from outside. */
export interface ErrorIssue {
  /** What the tracker's API calls it. */
  readonly id: string;
  /** What people call it: `WEB-1A`. */
  readonly shortId: string;
  /** The class of the exception, or what else the tracker tells kinds by: `TypeError`. */
  readonly type: string;
  readonly title: string;
  readonly level: string;
  readonly project: string;
  /** How often it came, and to how many people, within the range that was asked for. */
  readonly count: number;
  readonly users: number;
  /** When it came for the first time ever, and the last; epoch milliseconds. */
  readonly firstSeen?: number | undefined;
  readonly lastSeen?: number | undefined;
  /** `resolved`, `unresolved`, or another word of the tracker's. */
  readonly status: string;
  /** Its page. */
  readonly link?: string | undefined;
}

/** How often an error came: in three hours each of a day, days of a week, three days each of a month. */
export interface ErrorTrends {
  readonly day: readonly number[];
  readonly week: readonly number[];
  readonly month: readonly number[];
}

/** An error with what it takes another question to know. */
export interface ErrorRow extends ErrorIssue {
  readonly trends?: ErrorTrends | undefined;
  /** The release that had it last. */
  readonly release?: string | undefined;
  /** Where it came, most often first. */
  readonly environments: readonly string[];
}
