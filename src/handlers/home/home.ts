import type { HomeView } from '@slack/types';
import { time } from '../../delivery/slack/mrkdwn.ts';
import type { Handling } from '../handling.ts';
import type { Home } from '../registry.ts';
import { firingGroups, groupRows } from './firing.ts';
import { onCallBlocks } from './on-call.ts';
import { part, small } from './section.ts';
import { silenceRows } from './silences.ts';

/** The app's home: what fires, what is mine, who is on call, what is silenced. */
export const HOME: Home = { role: 'viewer', render: homeOf };

async function homeOf(handling: Handling): Promise<HomeView> {
  const { bot, asker } = handling;
  const groups = await firingGroups(handling);
  const mine = groups.filter(({ group }) => group.acknowledged?.actor === asker.actor);
  const [firing, own, onCall, silences] = await Promise.all([
    groupRows(groups, handling),
    groupRows(mine, handling),
    onCallBlocks(handling),
    silenceRows(handling),
  ]);
  return {
    type: 'home',
    blocks: [
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
