import type { HomeView, ModalView } from '@slack/types';
import { refuseView } from '../../delivery/slack/limits/views.ts';
import { plain } from '../../delivery/slack/message.ts';

/** A view as it is called with. One that Slack would refuse is a mistake of ours, and people see that. */
export function withinLimits<V extends HomeView | ModalView>(view: V): V {
  if (refuseView(view, view.type) === undefined) return view;
  const text = plain('Slack would not show this as it is. The slash commands say the same.', 150);
  return { ...view, blocks: [{ type: 'section', text }] };
}
