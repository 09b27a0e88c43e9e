import { shortHash } from '../../alert/fingerprint.ts';
import { newsKey, notificationId } from '../notification-id.ts';
import { saidBy, type DeliveryView } from '../view.ts';
import { shorten, titleOf } from '../wording.ts';

/** What makes a mail part of a thread. */
export interface MailThread {
  readonly messageId: string;
  /** The first mail of the episode; absent in itself. */
  readonly inReplyTo?: string;
  readonly references?: string;
  readonly subject: string;
}

const SUBJECT_LENGTH = 150;

/**
 * One thread a group and episode. Its first mail has an id that is made of both, and all others refer to
 * that. Theirs are made of what they tell (`notificationId`): SMTP can't be asked whether a mail arrived, so after a lost
 * answer the same is sent again under the same id, and whoever has it drops it or shows it once. If the
 * group has changed meanwhile it is another mail.
 *
 * The subject never changes within a thread, for Gmail begins a new one when it does: what may change
 * (the state, how bad, how many) stands first in the text instead.
 *
 * @param opening what was, or may have been, told under the id of the first mail: `newsKey`
 * @param domain the sender's: an id is unique by it
 */
export function threadOf(view: DeliveryView, opening: string, domain: string): MailThread {
  const { group, integration, episode, told, handle } = view;
  const idOf = (name: string): string => `<tocsin.${name}@${domain}>`;
  const first = idOf(shortHash(JSON.stringify([group, integration, episode])));
  const subject = handle?.['subject'] ?? subjectOf(view);
  if (told === undefined && newsKey(saidBy(view)) === opening) return { messageId: first, subject };
  return {
    messageId: idOf(notificationId(view)),
    inReplyTo: first,
    references: first,
    subject: `Re: ${subject}`,
  };
}

/** What a thread is called for as long as it lasts. */
export function subjectOf(view: DeliveryView): string {
  return shorten(`[Tocsin] ${titleOf(view)}`, SUBJECT_LENGTH);
}
