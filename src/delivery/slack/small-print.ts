import type { ContextBlock, MrkdwnElement } from '@slack/types';
import { shorten } from '../wording.ts';
import { mrkdwn, plain } from './message.ts';
import { escapedWithin } from './mrkdwn.ts';

/** A piece of a line in small print: words of our own, in mrkdwn, or a text from outside with some around it. */
export type Piece =
  | { readonly own: string }
  | { readonly lead?: string; readonly text: string; readonly tail?: string };

const PIECE_LENGTH = 150;
const SEPARATOR = ' · ';

/** What means nothing in mrkdwn, whatever stands beside it. */
const INERT = /^[\p{L}\p{N}][\p{L}\p{N} .,-]*$/u;

/**
 * One line of small print. Slack sets the elements of a context block apart: pieces share one as far as
 * they can, and a text from outside that is not plain words stands by itself.
 */
export function smallPrint(pieces: readonly Piece[]): ContextBlock {
  const elements: ContextBlock['elements'] = [];
  let open: MrkdwnElement | undefined;
  for (const piece of pieces) {
    const own = ownWords(piece);
    if (own === undefined && 'text' in piece) {
      const { lead = '', text, tail } = piece;
      elements.push(plain(`${lead}${text}`, PIECE_LENGTH));
      open = undefined;
      if (tail !== undefined) append(tail);
    } else if (own !== undefined) {
      append(own);
    }
  }
  return { type: 'context', elements };

  function append(words: string): void {
    if (open === undefined) elements.push((open = mrkdwn(words)));
    else open.text += `${SEPARATOR}${words}`;
  }
}

/** A piece as mrkdwn; undefined where something of it could be taken for it. */
function ownWords(piece: Piece): string | undefined {
  if ('own' in piece) return piece.own;
  const { lead = '', text, tail } = piece;
  const shown = shorten(text, PIECE_LENGTH);
  if (!INERT.test(shown)) return undefined;
  return `${lead}${shown}${tail === undefined ? '' : ` ${tail}`}`;
}

/** The same as part of a text. */
export function pieceText(piece: Piece): string {
  if ('own' in piece) return piece.own;
  const { lead = '', text, tail } = piece;
  return `${lead}${escapedWithin(text, 2 * PIECE_LENGTH)}${tail === undefined ? '' : ` ${tail}`}`;
}
