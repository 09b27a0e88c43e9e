import { escape } from '../delivery/slack/mrkdwn.ts';
import { plain } from '../delivery/slack/message.ts';
import type { Answer } from './answer.ts';

/**
 * One line about somebody: `Ana Ruiz has it, since 03:15`.
 *
 * @param said shown as it is: a name comes from outside
 * @param own trusted mrkdwn that follows
 */
export function wordAbout(said: string, ...own: readonly string[]): Answer {
  const elements = own.map((text) => ({ type: 'mrkdwn' as const, text }));
  return {
    text: [escape(said), ...own].join(' '),
    blocks: [{ type: 'context', elements: [plain(said, 150), ...elements] }],
  };
}

/** With a capital, where it begins with a word: matchers and keys of groups are shown as they are written. */
export function sentence(text: string): string {
  return text.replace(/^\p{Ll}(?=\p{L}*[,:]?(?: |$))/u, (letter) => letter.toUpperCase());
}
