import { z } from 'zod';

const wordSchema = z.object({
  text: z.string().default(''),
  url: z.string().optional(),
  style: z
    .object({
      bold: z.boolean().optional(),
      italic: z.boolean().optional(),
      strike: z.boolean().optional(),
      code: z.boolean().optional(),
    })
    .optional(),
});

const wordsSchema = z.object({
  type: z.enum(['rich_text_section', 'rich_text_quote', 'rich_text_preformatted']),
  elements: z.array(wordSchema),
});

const listSchema = z.object({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  indent: z.number().default(0),
  elements: z.array(z.object({ elements: z.array(wordSchema) })),
});

const blockSchema = z.object({
  elements: z.array(z.discriminatedUnion('type', [wordsSchema, listSchema])),
});

/**
 * Rich text as mrkdwn, of which the local Slack shows what it can: it knows no rich text, and of code single lines
 * only. What would be formatting in words is made inert.
 *
 * Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export function richTextAsMrkdwn(block: unknown): string {
  const { elements } = blockSchema.parse(block);
  return elements.map(elementText).join('\n').slice(0, 3_000);
}

type Word = z.output<typeof wordSchema>;

function elementText(element: z.output<typeof blockSchema>['elements'][number]): string {
  if (element.type === 'rich_text_list') {
    const sign = element.style === 'ordered' ? '1.' : '•';
    const margin = '\u00a0'.repeat(4 * element.indent);
    return element.elements
      .map((item) => `${margin}${sign} ${wordsText(item.elements)}`)
      .join('\n');
  }
  if (element.type === 'rich_text_preformatted') {
    return codeText(element.elements.map(({ text }) => text).join(''));
  }
  const text = wordsText(element.elements);
  return element.type === 'rich_text_quote' ? `> ${text}` : text.replace(/\n$/u, '');
}

function wordsText(words: readonly Word[]): string {
  return words.map(wordText).join('');
}

function wordText({ text, url, style = {} }: Word): string {
  if (url !== undefined) return `<${url}|${inert(text)}>`;
  if (style.code === true) return codeText(text);
  const sign =
    style.bold === true ? '*' : style.italic === true ? '_' : style.strike === true ? '~' : '';
  return `${sign}${inert(text)}${sign}`;
}

function codeText(text: string): string {
  const lines = text.replaceAll('<', '<\u200b').replaceAll('`', '\u00b4').split('\n');
  return lines
    .map((line) => (line === '' ? '' : `\`${line.replaceAll(' ', '\u00a0')}\``))
    .join('\n');
}

/** As people read it in Slack: no sign in it means anything. */
function inert(text: string): string {
  return text.replaceAll('<', '<\u200b').replaceAll(/[*_~`]/gu, '$&\u200b');
}
