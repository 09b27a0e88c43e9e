import { z } from 'zod';
import { html, NOTHING, type Html } from './html.ts';
import { renderMrkdwn, type NameOf } from './mrkdwn.ts';

const textSchema = z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() });

type Text = z.infer<typeof textSchema>;

const blockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: textSchema }),
  z.object({
    type: z.literal('section'),
    text: textSchema.optional(),
    fields: z.array(textSchema).default([]),
  }),
  z.object({
    type: z.literal('context'),
    elements: z.array(
      z.union([textSchema, z.object({ type: z.literal('image'), alt_text: z.string() })]),
    ),
  }),
  z.object({
    type: z.literal('actions'),
    elements: z.array(z.object({ text: textSchema.optional() })),
  }),
  z.object({ type: z.literal('divider') }),
]);

/** One block as Slack shows it; of a kind that is not drawn here, its name. */
export function renderBlock(block: { readonly type: string }, nameOf: NameOf): Html {
  const parsed = blockSchema.safeParse(block);
  if (!parsed.success) return html`<p class="undrawn">[${block.type}]</p>`;
  const { data } = parsed;
  switch (data.type) {
    case 'header':
      return html`<h3>${data.text.text}</h3>`;
    case 'section': {
      const paragraph = (text: Text): Html => html`<p>${renderText(text, nameOf)}</p>`;
      const words = data.text === undefined ? NOTHING : paragraph(data.text);
      if (data.fields.length === 0) return words;
      return html`${words}
        <div class="fields">${data.fields.map(paragraph)}</div>`;
    }
    case 'context':
      return html`<p class="context">
        ${data.elements.map(
          (element) =>
            html`<span
              >${element.type === 'image' ? element.alt_text : renderText(element, nameOf)}</span
            >`,
        )}
      </p>`;
    case 'actions':
      // Nobody would hear a click: there is no Socket Mode here.
      return html`<p class="actions">
        ${data.elements.map(({ text }) => html`<button disabled>${text?.text ?? '…'}</button>`)}
      </p>`;
    case 'divider':
      return html`<hr />`;
  }
}

function renderText({ type, text }: Text, nameOf: NameOf): Html {
  return type === 'mrkdwn' ? renderMrkdwn(text, nameOf) : html`${text}`;
}
