import { shortHash } from '../../alert/fingerprint.ts';
import type { Handle } from '../../alert/group.ts';
import type { Steps } from '../adapter.ts';
import type { SlackMessage } from './message.ts';

/** The journal's step that holds what the message shows while its thread's line is still to come. */
const SHOWN = 'shown';

/** Where a message is and, as far as that is known for certain, what it shows. */
export function handleOf(
  { channel, ts }: { readonly channel: string; readonly ts: string },
  message?: SlackMessage,
): Handle {
  return { channel, ts, ...(message !== undefined && { picture: pictureOf(message) }) };
}

/**
 * Whether the message is known to show this already: then it need not be edited. If it is not, what is
 * known is unlearned first: an update of unknown outcome is about to be made.
 */
export async function isShown(
  message: SlackMessage,
  handle: Handle,
  { journal, note, now }: Steps,
): Promise<boolean> {
  const step = journal[SHOWN];
  const known = step === undefined ? handle['picture'] : step.result?.['picture'];
  if (known === pictureOf(message)) return true;
  if (known !== undefined) await note(SHOWN, { begunAt: now });
  return false;
}

/** Written down only when there will be another attempt: most lines are added at the first. */
export async function rememberShown(message: SlackMessage, { note, now }: Steps): Promise<void> {
  await note(SHOWN, { begunAt: now, result: { picture: pictureOf(message) } });
}

/** Of the message, not the group's revision: an alert may also end by itself, by the clock alone. */
function pictureOf(message: SlackMessage): string {
  return shortHash(JSON.stringify(message));
}
