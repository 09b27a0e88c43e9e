import type { WorkspaceMessage } from '../../demo/slack/workspace.ts';
import { textOf } from './seen.ts';
import { TEAM_KEYS, type World } from './world.ts';

/** Teams with a channel each; group n belongs to team n mod their number, and pages too. */
export function teamChannels(number: number): readonly string[] {
  return Array.from({ length: number }, (_, index) => `team-${index}`);
}

/** At most ten teams: a group's last digit says whose it is. Alarms of one API are one group. */
export function teamRoutes(channels: readonly string[]): string {
  const routes = channels.map((name, index) => {
    const digits = '0123456789'
      .split('')
      .filter((digit) => Number(digit) % channels.length === index);
    return `    - { id: ${name}, matchers: ['ApiName=~"api-.*[${digits.join('')}]"'], receiver: ${name} }`;
  });
  const receivers = channels.map(
    (name, index) =>
      `  - { name: ${name}, slack: [ { channel: "#${name}" } ], pagerduty: [ { routing_key: "${TEAM_KEYS[index]}" } ] }`,
  );
  return `
route:
  receiver: ${channels[0]}
  group_by: [ApiName]
  group_wait: 200ms
  group_interval: 300ms
  repeat_interval: 4h
  routes:
${routes.join('\n')}
receivers:
${receivers.join('\n')}
`;
}

/** The messages of all teams, thread lines left out. */
export async function teamMessages(
  { workspace }: World,
  channels: readonly string[],
): Promise<readonly WorkspaceMessage[]> {
  const all = await Promise.all(channels.map((name) => workspace.messages(name)));
  return all.flat().filter(({ ts, thread_ts: thread }) => thread === undefined || thread === ts);
}

/** How many alerts fire, as the messages say. */
export function firingIn(messages: readonly WorkspaceMessage[]): number {
  return messages.reduce((sum, message) => {
    const text = textOf(message);
    if (text.includes('🟢')) return sum;
    return sum + Number(/(\d+) alerts? firing/u.exec(text)?.[1] ?? 1);
  }, 0);
}

/** The ids of all effects that Slack took, once for each time it took one. */
export function effectsTaken({ slack }: World): readonly string[] {
  return slack.calls
    .filter(({ method, accepted }) => method === 'chat.postMessage' && accepted)
    .map(({ args }) => /"effect":"(\w+)"/u.exec(JSON.stringify(args['metadata']))?.[1] ?? 'none');
}
