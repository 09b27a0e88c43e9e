import type { ModalView } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';

export const TITLE_LENGTH = 24;

/** What is seen until a form is there. */
export function loading(title: string): ModalView {
  return {
    type: 'modal',
    title: plain(title, TITLE_LENGTH),
    close: plain('Cancel', TITLE_LENGTH),
    blocks: [{ type: 'section', text: plain('Just a moment…', 150) }],
  };
}
