/** What something that people or the bot do belongs to: timelines are gathered by it. */
export interface Subject {
  /** The key of a group of alerts. */
  readonly group?: string;
  /** An incident's id. */
  readonly incident?: string;
  /** The id of a walk through a runbook. */
  readonly walk?: string;
}

/** The names by which what belongs to a subject is found: `incident:INC-12`. */
export function subjectNames({ group, incident, walk }: Subject): readonly string[] {
  return [
    ...(group === undefined ? [] : [`group:${group}`]),
    ...(incident === undefined ? [] : [`incident:${incident}`]),
    ...(walk === undefined ? [] : [`walk:${walk}`]),
  ];
}

/** A place in Slack: a channel's id or name, and the message in whose thread it is. */
export interface ChatPlace {
  readonly channel: string;
  readonly threadTs?: string;
}
