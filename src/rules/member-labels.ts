import type { Group, Member } from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';

/** The labels of a group's member: those of the group, and its own. */
export function memberLabels(group: Pick<Group, 'labels'>, { labels }: Member): Labels {
  return { ...group.labels, ...labels };
}
