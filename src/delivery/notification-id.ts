import { shortHash } from '../alert/fingerprint.ts';
import type { Said } from '../engine/ports/delivery-store.ts';
import { saidBy, type DeliveryView } from './view.ts';

/**
 * Names a notification by what it follows (the last one that was accepted) and what it tells: the same
 * when it is sent again because nobody knows whether it arrived, and another when the group has changed
 * by then, for who drops a second one with the same name must not miss any news.
 */
export function notificationId(view: DeliveryView): string {
  const { group, integration, episode, told } = view;
  const parts = [group, integration, episode, told?.at ?? 0, newsKey(saidBy(view))];
  return shortHash(JSON.stringify(parts));
}

/** The same for notifications that tell the same news; figures may have changed. */
export function newsKey({ firing, resolved, flapping = [] }: Said): string {
  return shortHash(JSON.stringify([firing, resolved, flapping]));
}
