import type { ChatRole } from '../alert/chat-role.ts';

/** What is silenced for longer is likely to be forgotten: that takes a higher role. In milliseconds. */
const LONG = 24 * 60 * 60_000;

/** What it takes to silence something for so long, in milliseconds. */
export function roleToSilence(span: number): ChatRole {
  return span > LONG ? 'operator' : 'responder';
}
