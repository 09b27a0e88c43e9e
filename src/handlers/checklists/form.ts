import type { ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { plain } from '../../delivery/slack/message.ts';
import type { ChecklistRun } from '../../engine/ports/checklist-runs.ts';
import type { ViewRequest } from '../request.ts';
import { TITLE_LENGTH } from '../views/loading.ts';
import { textInput } from '../views/text-input.ts';

/** Its `callback_id`. */
export const CHECKLIST_FORM = 'checklist-form';

/** The inputs by their block ids; each has one action, of the same name. */
const ITEM = 'item';
export const TEXT = 'text';
const LONGEST = 500;

export type FormKind = 'found' | 'skip' | 'note';

/** What each form is called, and asks. */
export const FORMS: Readonly<Record<FormKind, { readonly title: string; readonly asks: string }>> =
  {
    found: { title: 'Found something', asks: 'What is not as it should be' },
    skip: { title: 'Skip an item', asks: 'Why' },
    note: { title: 'Note', asks: 'What is worth knowing' },
  };

const originSchema = z.object({
  run: z.string(),
  kind: z.enum(['found', 'skip', 'note']),
  channel: z.string(),
});

/** What a form is about, and where it was opened: it comes back with it. */
export type FormOrigin = z.output<typeof originSchema>;

/** The form of one kind; undefined where there is no item left that it could be about. */
export function checklistForm(run: ChecklistRun, origin: FormOrigin): ModalView | undefined {
  const options = run.items.flatMap(({ title, state }, index): PlainTextOption[] =>
    origin.kind === 'skip' && state !== undefined
      ? []
      : [{ text: plain(`${index + 1}. ${title}`, 75), value: String(index) }],
  );
  const firstOpen = String(run.items.findIndex(({ state }) => state === undefined));
  const chosen = options.find(({ value }) => value === firstOpen) ?? options[0];
  if (chosen === undefined) return undefined;
  const { title, asks } = FORMS[origin.kind];
  return {
    type: 'modal',
    callback_id: CHECKLIST_FORM,
    private_metadata: JSON.stringify(origin),
    title: plain(title, TITLE_LENGTH),
    submit: plain('Say it', TITLE_LENGTH),
    close: plain('Cancel', TITLE_LENGTH),
    blocks: [
      {
        type: 'input',
        block_id: ITEM,
        label: plain('Item', 150),
        element: {
          type: 'static_select',
          action_id: ITEM,
          options,
          initial_option: chosen,
        },
      },
      {
        ...textInput(TEXT, undefined, LONGEST, true),
        label: plain(asks, 150),
        hint: plain('Everybody reads it in the thread.', 150),
      },
    ],
  };
}

const textSchema = z.object({ value: z.string().nullish() });
const choiceSchema = z.object({ selected_option: z.object({ value: z.string() }).nullish() });

/** What was written: an item's number, from 0, and a text without blanks around it. */
export function writtenIn(values: ViewRequest['view']['values']) {
  const text = textSchema.safeParse(values[TEXT]?.[TEXT]).data?.value ?? '';
  const item = choiceSchema.safeParse(values[ITEM]?.[ITEM]).data?.selected_option?.value;
  return { item: Number(item ?? -1), text: text.slice(0, LONGEST).toWellFormed().trim() };
}

/** What a form is about; undefined if it is none of ours. */
export function originIn({ privateMetadata }: ViewRequest['view']): FormOrigin | undefined {
  try {
    return originSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return undefined;
  }
}
