import { shortHash } from '../../alert/fingerprint.ts';
import type { Steps } from '../adapter.ts';
import type { SlackMessage } from './render.ts';

/** The journal's step that holds what the message shows while its thread's line is still to come. */
const SHOWN = 'shown';

/**
 * Whether an earlier attempt made the message show this. If it showed something else, that is
 * unlearned first: an update of unknown outcome is about to be made.
 */
export async function isShown(
  message: SlackMessage,
  { journal, note, now }: Steps,
): Promise<boolean> {
  const known = journal[SHOWN]?.result?.['picture'];
  if (known === undefined) return false;
  if (known === pictureOf(message)) return true;
  await note(SHOWN, { begunAt: now });
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
