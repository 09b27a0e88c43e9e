import type { ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { plain } from '../../delivery/slack/message.ts';
import type { ViewRequest } from '../request.ts';
import { TITLE_LENGTH } from './loading.ts';
import { textInput } from './text-input.ts';

/** Its `callback_id`. */
export const SILENCE_FORM = 'silence-form';
/** The `action_id` of the button that looks again at what would be muted. */
export const PREVIEW = 'silence:preview';

/** The inputs by their block ids; each has one action, of the same name. */
export const LENGTH = 'length';
export const OTHER = 'other';
export const MATCHERS = 'matchers';
export const WHY = 'why';

const LENGTHS: readonly (readonly [value: string, label: string])[] = [
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['2h', '2 hours'],
  ['4h', '4 hours'],
  ['1d', '1 day'],
];
/** Chosen where nobody chooses. */
export const USUAL = '2h';

const LONGEST_MATCHERS = 2_000;
const LONGEST_WHY = 500;

/** Where a form was opened: it comes back with it. */
const originSchema = z.object({
  group: z.string().optional(),
  channel: z.string().optional(),
});

export type Origin = z.output<typeof originSchema>;

/** What is written in the form. */
export interface Written {
  readonly length?: string | undefined;
  readonly other?: string | undefined;
  readonly matchers?: string | undefined;
  readonly why?: string | undefined;
}

/** @param preview what would be muted, in words: names come from outside */
export function silenceForm(written: Written, origin: Origin, preview: string): ModalView {
  const options = LENGTHS.map(([value, label]): PlainTextOption => ({
    text: plain(label, 75),
    value,
  }));
  const chosen = options.find(({ value }) => value === (written.length ?? USUAL));
  return {
    type: 'modal',
    callback_id: SILENCE_FORM,
    private_metadata: JSON.stringify(origin),
    title: plain('Silence alerts', TITLE_LENGTH),
    submit: plain('Silence', TITLE_LENGTH),
    close: plain('Cancel', TITLE_LENGTH),
    blocks: [
      {
        type: 'input',
        block_id: LENGTH,
        label: plain('For how long', 150),
        element: {
          type: 'static_select',
          action_id: LENGTH,
          options,
          ...(chosen !== undefined && { initial_option: chosen }),
        },
      },
      {
        ...textInput(OTHER, written.other, 30),
        optional: true,
        label: plain('Or another length of time', 150),
        hint: plain('Such as 90m, 3d or 1d12h; over a day takes the role operator.', 150),
      },
      {
        ...textInput(MATCHERS, written.matchers, LONGEST_MATCHERS, true),
        label: plain('What', 150),
        hint: plain(
          'Alerts for which every line holds: take lines out to mute more, add some to mute less.',
          150,
        ),
      },
      {
        ...textInput(WHY, written.why, LONGEST_WHY),
        label: plain('Why', 150),
        hint: plain('Those who wonder why it is quiet read it.', 150),
      },
      {
        type: 'section',
        block_id: 'preview',
        text: plain(preview, 1_000),
        accessory: { type: 'button', action_id: PREVIEW, text: plain('Look again', 75) },
      },
    ],
  };
}

/** Where a form was opened; nowhere that is known if it is none of ours. */
export function originIn({ privateMetadata }: ViewRequest['view']): Origin {
  try {
    return originSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return {};
  }
}
