import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { parseSpan } from '../../asking/spans.ts';
import { Mistake } from '../../config/mistake.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { Matcher } from '../../alert/matcher.ts';
import { readMatchers } from '../../asking/silence-matchers.ts';
import type { ViewRequest } from '../request.ts';
import { TITLE_LENGTH } from './loading.ts';

/** Its `callback_id`. */
export const SILENCE_FORM = 'silence-form';
/** The `action_id` of the button that looks again at what would be muted. */
export const PREVIEW = 'silence:preview';

/** The inputs by their block ids; each has one action, of the same name. */
const LENGTH = 'length';
const OTHER = 'other';
const MATCHERS = 'matchers';
const WHY = 'why';

const LENGTHS: readonly (readonly [value: string, label: string])[] = [
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['2h', '2 hours'],
  ['4h', '4 hours'],
  ['1d', '1 day'],
];
const USUAL = '2h';

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

/** What somebody wants to be quiet. */
export interface WantedSilence {
  /** Milliseconds. */
  readonly span: number;
  readonly matchers: readonly Matcher[];
  readonly why: string;
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

function textInput(
  id: string,
  text: string | undefined,
  longest: number,
  multiline = false,
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(id, 150),
    element: {
      type: 'plain_text_input',
      action_id: id,
      max_length: longest,
      multiline,
      ...(text !== undefined && text !== '' && { initial_value: text.slice(0, longest) }),
    },
  };
}

const textSchema = z.object({ value: z.string().nullish() });
const choiceSchema = z.object({ selected_option: z.object({ value: z.string() }).nullish() });

/** Reads what is written, as Slack sends it. */
export function writtenIn(values: ViewRequest['view']['values']): Written {
  const text = (id: string): string | undefined =>
    textSchema.safeParse(values[id]?.[id]).data?.value?.trim() ?? undefined;
  return {
    length: choiceSchema.safeParse(values[LENGTH]?.[LENGTH]).data?.selected_option?.value,
    other: text(OTHER),
    matchers: text(MATCHERS),
    why: text(WHY),
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

/** What is wrong with what is written, by block. */
export function mistakesIn(
  values: ViewRequest['view']['values'],
): Readonly<Record<string, string>> {
  const written = writtenIn(values);
  const found = [
    [isBlank(written.other) ? LENGTH : OTHER, mistakeOf(() => spanIn(written))],
    [MATCHERS, mistakeOf(() => matchersIn(written))],
    [WHY, isBlank(written.why) ? 'Say why: those who wonder why it is quiet read it.' : undefined],
  ] as const;
  return Object.fromEntries(found.flatMap(([id, why]) => (why === undefined ? [] : [[id, why]])));
}

/** @throws Mistake for what can't be read: it was checked before */
export function wantedIn(values: ViewRequest['view']['values']): WantedSilence {
  const written = writtenIn(values);
  return { span: spanIn(written), matchers: matchersIn(written), why: written.why ?? '' };
}

function spanIn({ length = USUAL, other }: Written): number {
  return parseSpan((isBlank(other) ? length : (other ?? '')).toLowerCase());
}

/** One a line, or several with commas. @throws Mistake */
export function matchersIn({ matchers = '' }: Written): readonly Matcher[] {
  const lines = matchers.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) {
    throw new Mistake('it would mute everything', 'write a matcher such as alertname="orders-5xx"');
  }
  return readMatchers(lines);
}

/** The message of a mistake, if there is one. */
export function mistakeOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Mistake) return `${error.message}: ${error.hint}`;
    throw error;
  }
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text === '';
}
