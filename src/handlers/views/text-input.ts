import type { InputBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';

/** An input for a text, with one action of the same name; filled in where there is a text already. */
export function textInput(
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
