import { z } from 'zod';
import type { WorkspaceMessage } from '../../demo/slack/workspace.ts';
import { until } from './wait.ts';
import type { World } from './world.ts';

/** Somebody at a keyboard. */
export interface SlackUser {
  readonly id: string;
  /** Types a command into a channel. */
  readonly types: (line: string) => Promise<void>;
  /** What the bot said to them alone in that channel, oldest first. */
  readonly heard: () => Promise<readonly WorkspaceMessage[]>;
  /** Types a command, and waits for the answer, which only they see. */
  readonly asks: (line: string) => Promise<WorkspaceMessage>;
}

export function slackUser(world: World, name: string, channel = 'ops-feed'): SlackUser {
  const { workspace } = world;
  const id = workspace.userIds[name];
  if (id === undefined) throw new Error(`nobody is called ${name}`);
  const heard: SlackUser['heard'] = async () =>
    (await workspace.messages(channel)).filter((message) => message['ephemeral_to'] === id);
  const types: SlackUser['types'] = async (line) => {
    const [command = '', ...words] = line.split(' ');
    const body = {
      command,
      text: words.join(' '),
      channel: workspace.channelId(channel),
      user: id,
    };
    const response = await fetch(`${workspace.url}/_control/command`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the local Slack answers ${response.status}`);
  };
  return {
    id,
    types,
    heard,
    async asks(line) {
      const before = (await heard()).length;
      await types(line);
      return until(`${line} is answered`, async () => (await heard())[before]);
    },
  };
}

const logSchema = z.object({
  log: z.array(z.object({ kind: z.string(), summary: z.string() })),
});

/** How many envelopes bots have acknowledged so far, in this world. */
export async function acknowledgements({ workspace }: World): Promise<number> {
  const response = await fetch(`${workspace.url}/_control/log`);
  const { log } = logSchema.parse(await response.json());
  return log.filter(({ kind }) => kind === 'ack').length;
}

/** How many of the envelopes that bots got they have not acknowledged, in a workspace. */
export async function unacknowledged({ url }: Pick<World['workspace'], 'url'>): Promise<number> {
  const { log } = logSchema.parse(await (await fetch(`${url}/_control/log`)).json());
  const sent = log.filter(({ summary }) => summary.startsWith('envelope ')).length;
  return sent - log.filter(({ kind }) => kind === 'ack').length;
}

/**
 * Waits until a bot listens: what is typed before is lost, as with a Slack that has no app.
 *
 * @param times how often bots have begun to listen by then, in this world
 */
export async function untilListening({ workspace }: World, times = 1): Promise<void> {
  await until('a bot listens', async () => {
    const response = await fetch(`${workspace.url}/_control/log`);
    const { log } = logSchema.parse(await response.json());
    const connected = log.filter(({ summary }) => summary.startsWith('socket connected'));
    return connected.length >= times;
  });
}
