import type { IncidentPerson } from '../../engine/ports/incidents.ts';

/** By what Slack knows somebody; undefined for who is not known there. */
export function slackIdOf({ actor }: IncidentPerson): string | undefined {
  return /^slack:([UW][A-Z0-9]+)$/u.exec(actor)?.[1];
}
