import type { Group } from '../alert/group.ts';
import type { Draft } from './draft.ts';
import { shownAnew, showsAtOnce } from './group.ts';
import { listenersOf } from './integrations.ts';
import type { Policy } from './policy.ts';

/**
 * Who no longer hears of a group is left with a message of what it was told. As long as it heard of
 * everything the message showed more: what nobody will tell it the end of is taken from it.
 */
export function shownToFormer(
  group: Group,
  draft: Draft,
  policy: Policy,
  context: { readonly traceId: string; readonly now: number },
): Group {
  const hasMessage = listenersOf(group, policy).some(({ integration: { id }, isFormer }) => {
    const delivery = isFormer ? group.deliveries[id] : undefined;
    return delivery !== undefined && showsAtOnce(delivery, group, id, policy);
  });
  return hasMessage ? shownAnew(group, draft, policy, context) : group;
}
