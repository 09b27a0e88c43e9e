import type { KnownBlock, SectionBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import { smallPrint, type Piece } from '../../delivery/slack/small-print.ts';
import type { Row } from '../list.ts';

/** One thing of a part of the home. */
export interface HomeRow {
  /** Shown as it is: it may come from outside. */
  readonly text: string;
  /** What stands under it. */
  readonly pieces: readonly Piece[];
  /** What can be done about it. */
  readonly button?: NonNullable<SectionBlock['accessory']>;
}

/** A row of an answer, as the home has it: what stands under it in one line. */
export function homeRow({ text, notes = [] }: Row): HomeRow {
  const pieces = notes.map((note) =>
    typeof note === 'string' ? { own: note } : { text: note.text },
  );
  return { text, pieces };
}

/** So many of a part are shown: two blocks each, of the hundred that a view may have. */
export const MOST_ROWS = 10;
const LONGEST_ROW = 300;

/** A part of the home: its title, and what there is, or that there is nothing. */
export function part(title: string, rows: readonly HomeRow[], nothing: string): KnownBlock[] {
  const shown = rows.slice(0, MOST_ROWS);
  const rest = rows.length - shown.length;
  return [
    { type: 'header', text: plain(title, 150) },
    ...shown.flatMap(rowBlocks),
    ...(rows.length === 0 ? [small(nothing)] : []),
    ...(rest === 0 ? [] : [small(`+${rest} more`)]),
  ];
}

function rowBlocks({ text, pieces, button }: HomeRow): KnownBlock[] {
  const accessory = button === undefined ? {} : { accessory: button };
  return [
    { type: 'section', text: plain(text, LONGEST_ROW), ...accessory },
    ...(pieces.length === 0 ? [] : [smallPrint(pieces)]),
  ];
}

/** Words of our own in small print. */
export function small(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}
