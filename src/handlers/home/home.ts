import type { HomeView } from '@slack/types';
import { time } from '../../delivery/slack/mrkdwn.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { Handling } from '../handling.ts';
import { incidentRow } from '../incidents/rows.ts';
import type { Home } from '../registry.ts';
import { firingGroups, groupRows } from './firing.ts';
import { onCallBlocks } from './on-call.ts';
import { homeRow, part, small, type HomeRow } from './section.ts';
import { silenceRows } from './silences.ts';

/** The app's home: incidents that run, what fires, what is mine, who is on call, what is silenced. */
export const HOME: Home = { role: 'viewer', render: homeOf };

async function homeOf(handling: Handling): Promise<HomeView> {
  const { bot, asker } = handling;
  const groups = await firingGroups(handling);
  const mine = groups.filter(({ group }) => group.acknowledged?.actor === asker.actor);
  const [firing, own, onCall, silences, incidents] = await Promise.all([
    groupRows(groups, handling),
    groupRows(mine, handling),
    onCallBlocks(handling),
    silenceRows(handling),
    handling.incidents.open(),
  ]);
  return {
    type: 'home',
    blocks: [
      // Mostly there are none: then nobody has to read that.
      ...(incidents.length === 0 ? [] : part('Incidents', incidents.map(incidentHomeRow), '')),
      ...part('Firing', firing, 'Nothing fires.'),
      ...part('Yours', own, 'You have nothing on.'),
      ...onCall,
      ...part('Silences', silences, 'Nothing is silenced.'),
      small(
        `As of ${time(bot.now(), bot.now())}; your role is ${asker.role ?? 'none'}. \`/tocsin help\``,
      ),
    ],
  };
}

function incidentHomeRow(incident: Incident): HomeRow {
  return homeRow(incidentRow(incident));
}
