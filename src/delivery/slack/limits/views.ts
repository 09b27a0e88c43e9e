import { blockListProblems, shownProblems } from './blocks.ts';
import { inputProblems } from './inputs.ts';
import {
  asObject,
  optional,
  problem,
  stringProblems,
  textProblems,
  unknownKeys,
  type Json,
  type Problem,
} from './problem.ts';

/** Source: https://docs.slack.dev/reference/views */
const MOST_BLOCKS = 100;
/** Source: https://docs.slack.dev/reference/methods/views.open#errors */
const LARGEST_VIEW = 250_000;

/** Why Slack would refuse a view, in its own words. */
export interface ViewRefusal {
  readonly error: 'invalid_arguments' | 'view_too_large';
  /** As in `response_metadata.messages`. */
  readonly messages: readonly string[];
}

/**
 * Checks a modal, or the app's home, against Slack's documented limits.
 *
 * Sources: https://docs.slack.dev/reference/views/modal-views,
 * https://docs.slack.dev/reference/views/home-tab-views
 *
 * @returns undefined when Slack would take it.
 */
export function refuseView(value: unknown, type: 'modal' | 'home'): ViewRefusal | undefined {
  const view = asObject(value);
  const problems =
    view === undefined ? [problem('must be an object', '/view')] : viewProblems(view, type);
  if (problems.length > 0) {
    return { error: 'invalid_arguments', messages: shownProblems(problems) };
  }
  const isTooLarge = JSON.stringify(view).length > LARGEST_VIEW;
  return isTooLarge ? { error: 'view_too_large', messages: [] } : undefined;
}

const COMMON = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
const MODAL = ['title', 'submit', 'close', 'clear_on_close', 'notify_on_close', 'submit_disabled'];

function viewProblems(view: Json, type: 'modal' | 'home'): Problem[] {
  const { blocks, private_metadata: metadata, callback_id: callback, external_id: external } = view;
  return [
    ...(view.type === type ? [] : [problem(`must be of type ${type}`, '/view/type')]),
    ...unknownKeys(view, type === 'modal' ? [...COMMON, ...MODAL] : COMMON, '/view'),
    ...(type === 'modal' ? frameProblems(view) : []),
    ...blockListProblems(blocks, '/view/blocks', { most: MOST_BLOCKS, input: inputProblems }),
    ...optional(metadata, (text) => textOf(text, '/view/private_metadata', 3000)),
    ...optional(callback, (id) => textOf(id, '/view/callback_id', 255)),
    ...optional(external, (id) => textOf(id, '/view/external_id', 255)),
  ];
}

/** What a modal has around its blocks. One with an input has a button to submit it. */
function frameProblems({ title, submit, close, blocks }: Json): Problem[] {
  const list: readonly unknown[] = Array.isArray(blocks) ? blocks : [];
  const hasInput = list.some((block) => asObject(block)?.type === 'input');
  const text = (value: unknown, pointer: string) =>
    textProblems(value, pointer, 24, ['plain_text']);
  return [
    ...text(title, '/view/title'),
    ...optional(submit, (value) => text(value, '/view/submit')),
    ...optional(close, (value) => text(value, '/view/close')),
    ...(hasInput && submit === undefined
      ? [problem('is required when an input block is within blocks', '/view/submit')]
      : []),
  ];
}

function textOf(value: unknown, pointer: string, longest: number): Problem[] {
  return value === '' ? [] : stringProblems(value, pointer, longest);
}
