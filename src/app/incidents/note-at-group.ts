import type { WebClient } from '@slack/web-api';
import type { Bot } from '../../asking/bot.ts';
import type { Incident, IncidentEntry, IncidentTold } from '../../engine/ports/incidents.ts';

interface Told {
  readonly entry: IncidentEntry;
  /** Which of its entries. */
  readonly index: number;
  readonly told: IncidentTold;
}

/**
 * Has the thread of a group that came to an incident say so, and the incident in PagerDuty if there is one: with a
 * link to the card. Of a drill nobody outside hears.
 */
export async function noteAtGroup(
  { id, title, isDrill, openedAt }: Incident,
  { entry, index, told: { channel, ts } }: Told,
  { bot, client }: { readonly bot: Pick<Bot, 'ask'>; readonly client: WebClient },
): Promise<void> {
  if (entry.what !== 'attached' || isDrill === true) return;
  const { by = 'Tocsin', at, group } = entry;
  const link = await client.chat
    .getPermalink({ channel, message_ts: ts })
    .then(({ permalink }) => permalink)
    .catch(() => undefined);
  const done = at === openedAt ? `opened ${id}` : `attached it to ${id}`;
  await bot.ask(
    {
      type: 'note',
      traceId: entry.wish ?? id,
      group,
      by,
      text: `${done}: ${title}`,
      ...(link !== undefined && { link }),
    },
    `incident/${id}/${index}`,
  );
}
