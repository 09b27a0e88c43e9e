import { mrkdwn, plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import type { Incident, IncidentEntry, IncidentPerson } from '../../engine/ports/incidents.ts';
import { slackIdOf } from './person.ts';
import { entryText } from './words.ts';

const LONGEST_LINE = 2_500;

/** A line in the room of an incident; who is to do something hears of it. */
export function entryLine(incident: Incident, entry: IncidentEntry): SlackMessage {
  const drill = incident.isDrill === true ? 'DRILL · ' : '';
  const text = `${drill}${entryText(entry)}`;
  const person = calledBy(incident, entry);
  const called = person === undefined ? undefined : slackIdOf(person);
  const mention = called === undefined ? undefined : `<@${called}>`;
  return {
    text: `${mention === undefined ? '' : `${mention} `}${escapedWithin(text, 2_500)}`,
    blocks: [
      { type: 'section', text: plain(text, LONGEST_LINE) },
      ...(mention === undefined ? [] : [{ type: 'context' as const, elements: [mrkdwn(mention)] }]),
    ],
  };
}

/** Who is reminded: the commander, else who opened it; and who was given a role by somebody else. */
function calledBy({ roles, openedBy }: Incident, entry: IncidentEntry): IncidentPerson | undefined {
  if (entry.what === 'reminded') return roles.commander ?? openedBy;
  if (entry.what !== 'assigned' || entry.to?.name === entry.by) return undefined;
  return entry.to;
}
