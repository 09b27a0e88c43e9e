import type { Group } from '../alert/group.ts';
import { labelsText } from '../alert/labels.ts';
import { namesText } from '../alert/worst-first.ts';
import type { Deed } from './deed.ts';
import type { Draft } from './draft.ts';
import { memberLabels } from './member-labels.ts';

/** Names of alerts that a record holds; there may be thousands in a group. */
const NAMED = 3;

/**
 * What somebody did about a group, for the audit trail. The trail outlives the group and the account: it
 * says what the group was about and what the person was called then, beside the key and the account.
 */
export function groupDeed(
  draft: Draft,
  group: Group,
  {
    by,
    actor = by,
    details = {},
    ...rest
  }: Pick<Deed, 'action'> & {
    /** As people read it. */
    readonly by: string;
    /** As the audit trail names them, where that is more certain. */
    readonly actor?: string | undefined;
    readonly details?: Readonly<Record<string, string>>;
    readonly traceId: string;
  },
): Deed {
  const about = {
    ...(Object.keys(group.labels).length > 0 && { group: labelsText(group.labels) }),
    ...(!Object.hasOwn(group.labels, 'alertname') && { alerts: alertsOf(draft, group) }),
    ...(actor !== by && { name: by }),
  };
  return { actor, object: group.key, details: { ...about, ...details }, ...rest };
}

function alertsOf(draft: Draft, group: Group): string {
  const all = [...draft.members(group.key).values()];
  const named = all.map((member) => ({ ...member, labels: memberLabels(group, member) }));
  return namesText(named, NAMED);
}
