/** What an incident of a service stands for. */
export interface PagerDutyIncident {
  /** The group's key. */
  readonly group: string;
  readonly integration: string;
  /** Which of the group's episodes there. */
  readonly episode: number;
  /** When the bot itself last gave it to others there, epoch milliseconds: the service tells of that, too. */
  readonly assignedAt?: number;
}

/** How long after it was last told of an incident is known, in milliseconds. */
export const PAGERDUTY_INCIDENT_KEPT = 60 * 24 * 60 * 60 * 1000;

/** The incidents that the bot opened, by the key under which it told the service of them. */
export interface PagerDutyIncidents {
  /** Durable before it resolves. */
  remember(key: string, incident: PagerDutyIncident): Promise<void>;
  find(key: string): Promise<PagerDutyIncident | undefined>;
}
