/** What something that people or the bot do belongs to: timelines are gathered by it. */
export interface Subject {
  /** The key of a group of alerts. */
  readonly group?: string;
  /** An incident's id. */
  readonly incident?: string;
  /** The id of a walk through a runbook. */
  readonly walk?: string;
}

/** A place in Slack: a channel's id or name, and the message in whose thread it is. */
export interface ChatPlace {
  readonly channel: string;
  readonly threadTs?: string;
}
