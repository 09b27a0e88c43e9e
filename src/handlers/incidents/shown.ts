import type { KnownBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import { date } from '../../delivery/slack/mrkdwn.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { incidentCard } from './card.ts';
import { entryText } from './words.ts';

/** So much of the story is shown, the newest: a message has fifty blocks. */
const MOST_ENTRIES = 20;

/** The card of an incident, and what happened, the oldest first. */
export function shownIncident(
  incident: Incident,
  { incidents, bot }: Pick<Handling, 'incidents' | 'bot'>,
): Answer {
  const { text, blocks } = incidentCard(incident, incidents.settings, bot.now());
  const { entries } = incident;
  const shown = entries.slice(-MOST_ENTRIES);
  const before = entries.length - shown.length;
  const lines = shown.map((entry): KnownBlock => ({
    type: 'context',
    elements: [
      { type: 'mrkdwn', text: date(entry.at, '{date_short_pretty} {time}') },
      plain(entryText(entry), 300),
    ],
  }));
  const more: readonly KnownBlock[] =
    before > 0 ? [{ type: 'context', elements: [plain(`… ${before} before these`, 100)] }] : [];
  return { text, blocks: [...blocks, { type: 'divider' }, ...more, ...lines] };
}
