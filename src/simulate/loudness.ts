import type { Notification } from './notification.ts';

/** How hard a notification is to overlook, the quietest first. */
export const LOUDNESS = ['silent', 'message', 'mention', 'page'] as const;

/** `silent` is what only keeps true what people see: an edit, a page that is closed. */
export type Loudness = (typeof LOUDNESS)[number];

export function loudnessOf({ action, calls }: Pick<Notification, 'action' | 'calls'>): Loudness {
  switch (action) {
    case 'trigger':
      return 'page';
    case 'post':
    case 'thread':
    case 'send':
      return calls ? 'mention' : 'message';
    case 'update':
    case 'acknowledge':
    case 'resolve':
      return 'silent';
  }
}

/** The louder of two. */
export function louder(one: Loudness, other: Loudness): Loudness {
  return LOUDNESS.indexOf(one) < LOUDNESS.indexOf(other) ? other : one;
}
