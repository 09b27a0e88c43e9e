import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import { headingOf } from './words.ts';

/** The first message in an incident's own channel. @param card the id of the channel where its card is kept true */
export function roomMessage(incident: Incident, card: string): SlackMessage {
  const heading = headingOf(incident);
  return {
    text: escapedWithin(heading, 500),
    blocks: [
      { type: 'section', text: plain(heading, 250) },
      smallPrint([
        { lead: 'opened by ', text: incident.openedBy.name },
        { own: `its card is in <#${card}>` },
      ]),
    ],
  };
}
