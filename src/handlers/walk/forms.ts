import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { plain } from '../../delivery/slack/message.ts';
import type { ViewRequest } from '../request.ts';
import { TITLE_LENGTH } from '../views/loading.ts';
import { textInput } from '../views/text-input.ts';

/** Their `callback_id`. */
export const WALK_FORM = 'walk-form';
/** The inputs by their block ids; each has one action, of the same name. */
const TEXT = 'text';
const PERSON = 'person';
const WHAT = 'what';

const LONGEST_TEXT = 500;

/** What is asked in a form, and what is said of it. */
const FORMS = {
  'done-but': {
    title: 'Done',
    submit: 'Done',
    label: 'How do you know',
    hint: 'The check does not say so: what did you see?',
  },
  answer: {
    title: 'Answer',
    submit: 'Answer',
    label: 'Your answer',
    hint: 'Everybody who walks this sees it.',
  },
  skip: {
    title: 'Skip this step',
    submit: 'Skip',
    label: 'Why',
    hint: 'Those who come after you read it.',
  },
  fail: {
    title: 'This step failed',
    submit: 'Failed',
    label: 'What happened',
    hint: 'The walk goes on with the next step.',
  },
  note: {
    title: 'Note',
    submit: 'Write down',
    label: 'Note',
    hint: 'It goes into the thread and the timeline.',
  },
  stop: {
    title: 'Stop the walk',
    submit: 'Stop',
    label: 'Why',
    hint: 'It can be opened again for a day.',
  },
} as const;

export type TextForm = keyof typeof FORMS;

/** What a form was opened for: it comes back with it. */
const originSchema = z.object({
  form: z.enum(['done-but', 'answer', 'skip', 'fail', 'note', 'stop', 'hand-over']),
  /** The value of the button that opened it. */
  aim: z.string(),
  channel: z.string().optional(),
});

export type FormOrigin = z.output<typeof originSchema>;

/** A form with one text in it, which must be written. */
export function textForm(origin: FormOrigin & { readonly form: TextForm }): ModalView {
  const { title, submit, label, hint } = FORMS[origin.form];
  const input: InputBlock = {
    ...textInput(TEXT, undefined, LONGEST_TEXT, true),
    label: plain(label, 150),
    hint: plain(hint, 150),
  };
  return formOf(title, submit, origin, [input]);
}

/** To whom a walk, or only the step that it stands at, is given. */
export function handOverForm(origin: FormOrigin): ModalView {
  const [walk, step] = ['The walk from here on', 'Only this step'].map((text, index) => ({
    text: plain(text, 75),
    value: index === 0 ? 'walk' : 'step',
  }));
  const options = [walk, step].filter((one) => one !== undefined);
  return formOf('Hand over', 'Hand over', origin, [
    {
      type: 'input',
      block_id: PERSON,
      label: plain('To whom', 150),
      element: { type: 'users_select', action_id: PERSON },
    },
    {
      type: 'input',
      block_id: WHAT,
      label: plain('What', 150),
      element: {
        type: 'static_select',
        action_id: WHAT,
        options,
        ...(walk !== undefined && { initial_option: walk }),
      },
    },
  ]);
}

function formOf(
  title: string,
  submit: string,
  origin: FormOrigin,
  blocks: ModalView['blocks'],
): ModalView {
  return {
    type: 'modal',
    callback_id: WALK_FORM,
    private_metadata: JSON.stringify(origin),
    title: plain(title, TITLE_LENGTH),
    submit: plain(submit, TITLE_LENGTH),
    close: plain('Cancel', TITLE_LENGTH),
    blocks,
  };
}

/** What a form was opened for; undefined of one that is none of ours. */
export function originOf({ privateMetadata }: ViewRequest['view']): FormOrigin | undefined {
  try {
    return originSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return undefined;
  }
}

const textSchema = z.object({ value: z.string().nullish() });
const personSchema = z.object({ selected_user: z.string().nullish() });
const choiceSchema = z.object({ selected_option: z.object({ value: z.string() }).nullish() });

/** What is written in a form, as Slack sends it. */
export function writtenIn(values: ViewRequest['view']['values']) {
  return {
    text: (textSchema.safeParse(values[TEXT]?.[TEXT]).data?.value ?? '').trim(),
    person: personSchema.safeParse(values[PERSON]?.[PERSON]).data?.selected_user ?? undefined,
    isStep: choiceSchema.safeParse(values[WHAT]?.[WHAT]).data?.selected_option?.value === 'step',
  };
}

/** What is missing in a form, by block. */
export function missingIn(values: ViewRequest['view']['values']): Readonly<Record<string, string>> {
  const { text, person } = writtenIn(values);
  if (values[PERSON] !== undefined && person === undefined) return { [PERSON]: 'Choose somebody.' };
  return values[TEXT] !== undefined && text === '' ? { [TEXT]: 'Write a few words.' } : {};
}
