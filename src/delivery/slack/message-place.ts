import type { Group } from '../../alert/group.ts';
import type { ChatPlace } from '../../engine/ports/subject.ts';

/**
 * Where a group's messages in Slack are, and the threads under them. One in somebody's own conversation with the bot
 * (`D…`) nobody else can open: such are the last.
 */
export function messagePlaces({ deliveries }: Pick<Group, 'deliveries'>): readonly ChatPlace[] {
  const places = Object.values(deliveries).flatMap(({ handle: { channel, ts } = {} }) =>
    channel === undefined || ts === undefined ? [] : [{ channel, threadTs: ts }],
  );
  const isOwn = ({ channel }: ChatPlace) => channel.startsWith('D');
  return [...places.filter((one) => !isOwn(one)), ...places.filter(isOwn)];
}
