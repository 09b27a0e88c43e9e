import type { KnownBlock } from '@slack/types';

/** A text whose columns stand below each other; nothing in it is taken for formatting. */
export function preformatted(text: string): KnownBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  };
}
