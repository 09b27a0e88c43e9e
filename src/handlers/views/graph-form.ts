import type { ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { plain } from '../../delivery/slack/message.ts';
import type { ViewRequest } from '../request.ts';
import { TITLE_LENGTH } from './loading.ts';
import { textInput } from './text-input.ts';

/** Its `callback_id`. */
export const GRAPH_FORM = 'graph-form';

/** The inputs by their block ids; each has one action, of the same name. */
export const METRIC = 'metric';
const RANGE = 'range';
const OTHER = 'other';

const RANGES: readonly (readonly [value: string, label: string])[] = [
  ['1h', 'the last hour'],
  ['3h', 'the last 3 hours'],
  ['12h', 'the last 12 hours'],
  ['1d', 'the last day'],
  ['7d', 'the last week'],
];
/** Chosen where nobody chooses. */
const USUAL = '3h';
const LONGEST = 1_000;

/** Where it was opened: the graph goes into that thread. */
const originSchema = z.object({ channel: z.string().optional(), thread: z.string().optional() });

export type GraphOrigin = z.output<typeof originSchema>;

/** @param metric as it is written after /metric; empty where nobody knows one */
export function graphForm(metric: string, origin: GraphOrigin): ModalView {
  const options = RANGES.map(([value, label]): PlainTextOption => ({
    text: plain(label, 75),
    value,
  }));
  const chosen = options.find(({ value }) => value === USUAL);
  return {
    type: 'modal',
    callback_id: GRAPH_FORM,
    private_metadata: JSON.stringify(origin),
    title: plain('Graph', TITLE_LENGTH),
    submit: plain('Show it', TITLE_LENGTH),
    close: plain('Cancel', TITLE_LENGTH),
    blocks: [
      {
        ...textInput(METRIC, metric, LONGEST),
        label: plain('Metric', 150),
        hint: plain('As after /metric: a saved name, or one of CloudWatch’s, or promql …', 150),
      },
      {
        type: 'input',
        block_id: RANGE,
        label: plain('Range', 150),
        element: {
          type: 'static_select',
          action_id: RANGE,
          options,
          ...(chosen !== undefined && { initial_option: chosen }),
        },
      },
      {
        ...textInput(OTHER, undefined, LONGEST),
        optional: true,
        label: plain('Or another range', 150),
        hint: plain('Such as 90m, since 9:00, yesterday.', 150),
      },
    ],
  };
}

const textSchema = z.object({ value: z.string().nullish() });
const choiceSchema = z.object({ selected_option: z.object({ value: z.string() }).nullish() });

/** What is asked for, as it would be written after /metric; empty where no metric is named. */
export function askedForIn(values: ViewRequest['view']['values']): string {
  const text = (id: string) => textSchema.safeParse(values[id]?.[id]).data?.value?.trim() ?? '';
  const choice = choiceSchema.safeParse(values[RANGE]?.[RANGE]).data?.selected_option?.value;
  const metric = text(METRIC).replace(/^\/metric\s+/iu, '');
  return metric === '' ? '' : `${metric} ${text(OTHER) || (choice ?? USUAL)}`;
}

/** Where a form was opened; nowhere that is known if it is none of ours. */
export function graphOriginIn({ privateMetadata }: ViewRequest['view']): GraphOrigin {
  try {
    return originSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return {};
  }
}
