import { blockId, actionId, MENU, type AlertAction } from '../../src/delivery/slack/actions.ts';
import type { Group } from '../../src/alert/group.ts';
import { createRedisGroups } from '../../src/store/redis/groups.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import type { SlackUser } from './slack-user.ts';
import { until } from './wait.ts';
import type { World } from './world.ts';

/** An alert message in a channel, and the group it is about. */
export interface AlertMessage {
  readonly group: string;
  readonly episode: number;
  readonly channel: string;
  readonly ts: string;
}

/** What somebody presses instead of what is there. */
export type Forged = Partial<Readonly<{ blockId: string; ts: string }>>;

/** Waits until Slack has the message of the group that an alert with a name is in. */
export async function messageOf(world: World, label: string): Promise<AlertMessage> {
  const groups = createRedisGroups(world.redis.client, keysOf('tocsin'));
  return until(`there is a message about ${label}`, async () => {
    for await (const group of groups.list()) {
      const message = Object.values(group.labels).includes(label) ? placeOf(group) : undefined;
      if (message !== undefined) return message;
    }
    return undefined;
  });
}

function placeOf({ key, deliveries }: Group): AlertMessage | undefined {
  for (const { handle, episode } of Object.values(deliveries)) {
    const { channel, ts } = handle ?? {};
    if (channel === undefined || ts === undefined || episode === undefined) continue;
    return { group: key, episode, channel, ts };
  }
  return undefined;
}

const IN_MENU: readonly AlertAction[] = [
  'resolve',
  'escalate',
  'graph',
  'incident',
  'explain',
  'link',
];

/** Presses a button of a message, or chooses from its menu. */
export async function press(
  { workspace }: World,
  { id: user }: Pick<SlackUser, 'id'>,
  action: AlertAction,
  message: AlertMessage,
  forged: Forged = {},
): Promise<void> {
  const pressed = IN_MENU.includes(action)
    ? { type: 'overflow', action_id: MENU, selected_option: { value: action } }
    : { type: 'button', action_id: actionId(action) };
  const response = await fetch(`${workspace.url}/_control/interact`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: message.channel,
      messageTs: forged.ts ?? message.ts,
      user,
      action: { ...pressed, block_id: forged.blockId ?? blockId(message) },
    }),
  });
  if (!response.ok) throw new Error(`the local Slack answers ${response.status}`);
}
