import type { KnownBlock, SectionBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { Row } from '../list.ts';

/** One thing of a part of the home; with what can be done about it. */
export interface HomeRow extends Row {
  readonly button?: NonNullable<SectionBlock['accessory']>;
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

function rowBlocks({ text, notes = [], button }: HomeRow): KnownBlock[] {
  const accessory = button === undefined ? {} : { accessory: button };
  const elements = notes.map((note) =>
    typeof note === 'string' ? { type: 'mrkdwn' as const, text: note } : note,
  );
  return [
    { type: 'section', text: plain(text, LONGEST_ROW), ...accessory },
    ...(elements.length === 0 ? [] : [{ type: 'context' as const, elements }]),
  ];
}

/** Words of our own in small print. */
export function small(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}
