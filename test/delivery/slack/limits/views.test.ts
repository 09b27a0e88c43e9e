import { describe, expect, test } from 'vitest';
import { refuseView } from '../../../../src/delivery/slack/limits/views.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const section = { type: 'section', text: plain('x') };
const input = {
  type: 'input',
  block_id: 'why',
  label: plain('Why'),
  element: { type: 'plain_text_input', action_id: 'why', max_length: 500 },
};
const option = { text: plain('2 hours'), value: '2h' };
const select = {
  type: 'input',
  block_id: 'length',
  label: plain('For how long'),
  element: {
    type: 'static_select',
    action_id: 'length',
    options: [option],
    initial_option: option,
  },
};
const modal = {
  type: 'modal',
  title: plain('Silence alerts'),
  submit: plain('Silence'),
  close: plain('Cancel'),
  callback_id: 'form',
  private_metadata: '{}',
  blocks: [input, select, section],
};

describe('a view', () => {
  test('that Slack takes is taken', () => {
    expect(refuseView(modal, 'modal')).toBeUndefined();
    const most = { type: 'home', blocks: Array.from({ length: 100 }, () => section) };
    expect(refuseView(most, 'home')).toBeUndefined();
  });

  test.each([
    ['no object', 'view', '/view'],
    ['a type of its own', { ...modal, type: 'home' }, '/view/type'],
    ['a key that is none', { ...modal, text: 'x' }, '/view'],
    ['a long title', { ...modal, title: plain('x'.repeat(25)) }, '/view/title/text'],
    ['a title in mrkdwn', { ...modal, title: { type: 'mrkdwn', text: 'x' } }, '/view/title/type'],
    ['an input and no submit', { ...modal, submit: undefined }, '/view/submit'],
    ['no blocks', { ...modal, blocks: undefined }, '/view/blocks'],
    [
      'too many blocks',
      { ...modal, blocks: Array.from({ length: 101 }, () => section) },
      '/view/blocks',
    ],
    ['blocks of one id', { ...modal, blocks: [input, input] }, '/view/blocks/1/block_id'],
    ['long metadata', { ...modal, private_metadata: 'x'.repeat(3001) }, '/view/private_metadata'],
    ['a long callback id', { ...modal, callback_id: 'x'.repeat(256) }, '/view/callback_id'],
    [
      'a choice that is no option',
      {
        ...modal,
        blocks: [
          { ...select, element: { ...select.element, initial_option: { ...option, value: '1h' } } },
        ],
      },
      '/view/blocks/0/element/initial_option',
    ],
    [
      'a text that is too long to begin with',
      {
        ...modal,
        blocks: [{ ...input, element: { ...input.element, initial_value: 'x'.repeat(3001) } }],
      },
      '/view/blocks/0/element/initial_value',
    ],
    ['no label', { ...modal, blocks: [{ ...input, label: undefined }] }, '/view/blocks/0/label'],
  ])('with %s is refused', (_, view, pointer) => {
    const refusal = refuseView(view, 'modal');
    expect(refusal?.error).toBe('invalid_arguments');
    expect(refusal?.messages.join()).toContain(`[json-pointer:${pointer}]`);
  });

  test('that is too large is refused', () => {
    const large = { type: 'section', text: plain('x'.repeat(3000)) };
    const blocks = Array.from({ length: 100 }, () => large);
    expect(refuseView({ ...modal, blocks }, 'modal')?.error).toBe('view_too_large');
  });
});
