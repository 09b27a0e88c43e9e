import { elementProblems } from './elements.ts';
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

/** Source: https://docs.slack.dev/reference/block-kit/blocks/input-block */
export function inputProblems(block: Json, pointer: string): Problem[] {
  const known = ['type', 'block_id', 'label', 'element', 'dispatch_action', 'hint', 'optional'];
  const element = asObject(block.element);
  const at = `${pointer}/element`;
  return [
    ...unknownKeys(block, known, pointer),
    ...textProblems(block.label, `${pointer}/label`, 2000, ['plain_text']),
    ...optional(block.hint, (hint) => textProblems(hint, `${pointer}/hint`, 2000, ['plain_text'])),
    ...(element?.type === 'plain_text_input'
      ? textInputProblems(element, at)
      : [...elementProblems(block.element, at), ...initialProblems(element, at)]),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
function textInputProblems(input: Json, pointer: string): Problem[] {
  const known = ['type', 'action_id', 'initial_value', 'multiline', 'min_length', 'max_length'];
  const more = ['dispatch_action_config', 'focus_on_load', 'placeholder'];
  return [
    ...unknownKeys(input, [...known, ...more], pointer),
    ...optional(input.action_id, (id) => stringProblems(id, `${pointer}/action_id`, 255)),
    ...optional(input.initial_value, (text) =>
      text === '' ? [] : stringProblems(text, `${pointer}/initial_value`, 3000),
    ),
    ...optional(input.max_length, (most) =>
      typeof most === 'number' && most >= 1 && most <= 3000
        ? []
        : [problem('must be a number from 1 to 3000', `${pointer}/max_length`)],
    ),
    ...optional(input.placeholder, (text) =>
      textProblems(text, `${pointer}/placeholder`, 150, ['plain_text']),
    ),
  ];
}

/** What is chosen to begin with is one of the options, word for word. */
function initialProblems(select: Json | undefined, pointer: string): Problem[] {
  const initial = select?.initial_option;
  if (initial === undefined) return [];
  const options: readonly unknown[] = Array.isArray(select?.options) ? select.options : [];
  const isOne = options.some((option) => JSON.stringify(option) === JSON.stringify(initial));
  return isOne ? [] : [problem('must be one of the provided options', `${pointer}/initial_option`)];
}
