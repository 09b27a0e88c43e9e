import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { webAddress } from '../../alert/web-address.ts';
import type { Prose, Run } from '../../runbooks/format/prose.ts';

/** Prose as Slack shows it. In rich text Slack looks for neither mentions nor formatting: it is safe for any words. */
export function richText(prose: readonly Prose[]): RichTextBlock {
  return {
    type: 'rich_text',
    elements: prose.map((one, index) => blockElement(one, index < prose.length - 1)),
  };
}

function blockElement(prose: Prose, isFollowed: boolean): RichTextBlock['elements'][number] {
  switch (prose.kind) {
    case 'code':
      return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: prose.text }] };
    case 'quote':
      return { type: 'rich_text_quote', elements: prose.runs.map(runElement) };
    case 'item':
      return {
        type: 'rich_text_list',
        style: prose.isOrdered ? 'ordered' : 'bullet',
        indent: Math.min(prose.depth, 8),
        elements: [section(prose.runs)],
      };
    case 'paragraph':
      return section(isFollowed ? [...prose.runs, { text: '\n' }] : prose.runs);
  }
}

function section(runs: readonly Run[]): RichTextSection {
  return { type: 'rich_text_section', elements: runs.map(runElement) };
}

function runElement({ text, style, href }: Run): RichTextElement {
  const url = href === undefined ? undefined : webAddress(href)?.href;
  const shown = text === '' ? ' ' : text;
  const marked = style === undefined ? {} : { style: { [style]: true } };
  if (url !== undefined) return { type: 'link', url, text: shown, ...marked };
  return { type: 'text', text: shown, ...marked };
}
