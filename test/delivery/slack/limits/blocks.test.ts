import { describe, expect, it } from 'vitest';
import { refuseBlocks } from '../../../../src/delivery/slack/limits/blocks.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

const header = (length: number) => ({ type: 'header', text: plain(length) });
const section = (length: number) => ({ type: 'section', text: mrkdwn(length) });
const fields = (count: number, length: number) => ({
  type: 'section',
  fields: times(count, () => mrkdwn(length)),
});
const context = (count: number) => ({ type: 'context', elements: times(count, () => mrkdwn(1)) });
const button = (changes: object = {}) => ({ type: 'button', text: plain(3), ...changes });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const image = (alt: number, url: number) => ({
  type: 'image',
  alt_text: 'x'.repeat(alt),
  image_url: 'x'.repeat(url),
});
const option = (text: number, value: number) => ({ text: plain(text), value: 'x'.repeat(value) });
const overflow = (count: number, text = 1, value = 1) => ({
  type: 'overflow',
  options: times(count, () => option(text, value)),
});
const confirm = (title: number, text: number, yes: number) => ({
  title: plain(title),
  text: mrkdwn(text),
  confirm: plain(yes),
  deny: plain(1),
});

describe('the checker of Slack blocks', () => {
  it.each([
    ['a header of 150 characters', header(150), header(151), '/blocks/0/text/text'],
    ['a section of 3000 characters', section(3000), section(3001), '/blocks/0/text/text'],
    ['10 fields', fields(10, 1), fields(11, 1), '/blocks/0/fields'],
    ['a field of 2000 characters', fields(1, 2000), fields(1, 2001), '/blocks/0/fields/0/text'],
    ['10 context elements', context(10), context(11), '/blocks/0/elements'],
    [
      '25 buttons',
      actions(...times(25, () => button())),
      actions(...times(26, () => button())),
      '/blocks/0/elements',
    ],
    [
      'a button text of 75 characters',
      actions(button({ text: plain(75) })),
      actions(button({ text: plain(76) })),
      '/blocks/0/elements/0/text/text',
    ],
    [
      'a button value of 2000 characters',
      actions(button({ value: 'x'.repeat(2000) })),
      actions(button({ value: 'x'.repeat(2001) })),
      '/blocks/0/elements/0/value',
    ],
    [
      'a button address of 3000 characters',
      actions(button({ url: 'x'.repeat(3000) })),
      actions(button({ url: 'x'.repeat(3001) })),
      '/blocks/0/elements/0/url',
    ],
    [
      'an action id of 255 characters',
      actions(button({ action_id: 'x'.repeat(255) })),
      actions(button({ action_id: 'x'.repeat(256) })),
      '/blocks/0/elements/0/action_id',
    ],
    [
      'a menu of 5 options',
      actions(overflow(5)),
      actions(overflow(6)),
      '/blocks/0/elements/0/options',
    ],
    [
      'an option value of 150 characters',
      actions(overflow(1, 75, 150)),
      actions(overflow(1, 75, 151)),
      '/blocks/0/elements/0/options/0/value',
    ],
    [
      'a confirmation title of 100 characters',
      actions(button({ confirm: confirm(100, 300, 30) })),
      actions(button({ confirm: confirm(101, 300, 30) })),
      '/blocks/0/elements/0/confirm/title/text',
    ],
    [
      'a confirmation text of 300 characters',
      actions(button({ confirm: confirm(1, 300, 30) })),
      actions(button({ confirm: confirm(1, 301, 30) })),
      '/blocks/0/elements/0/confirm/text/text',
    ],
    ['an image text of 2000 characters', image(2000, 9), image(2001, 9), '/blocks/0/alt_text'],
    ['an image address of 3000 characters', image(9, 3000), image(9, 3001), '/blocks/0/image_url'],
    [
      'a block id of 255 characters',
      { type: 'divider', block_id: 'x'.repeat(255) },
      { type: 'divider', block_id: 'x'.repeat(256) },
      '/blocks/0/block_id',
    ],
    [
      'markdown of 12000 characters',
      { type: 'markdown', text: 'x'.repeat(12_000) },
      { type: 'markdown', text: 'x'.repeat(12_001) },
      '/blocks/0/text',
    ],
  ])('takes %s and no more', (_, atTheLimit, oneOver, pointer) => {
    expect(refuseBlocks([atTheLimit])).toBeUndefined();
    const refusal = refuseBlocks([oneOver]);
    expect(refusal?.error).toBe('invalid_blocks');
    expect(refusal?.messages.join()).toContain(pointer);
  });

  it('takes 50 blocks and no more', () => {
    expect(refuseBlocks(times(50, () => ({ type: 'divider' })))).toBeUndefined();
    expect(refuseBlocks(times(51, () => ({ type: 'divider' })))).toEqual({
      error: 'invalid_blocks',
      messages: ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'],
    });
  });

  it('words what is too long as Slack does', () => {
    expect(refuseBlocks([{ type: 'divider' }, section(3001)])?.messages).toEqual([
      '[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
    ]);
  });

  it('refuses blocks that are too long together', () => {
    expect(refuseBlocks(times(4, () => section(3000)))).toBeUndefined();
    expect(refuseBlocks(times(5, () => section(3000)))?.error).toBe('msg_blocks_too_long');
  });

  it.each([
    ['a text', 'blocks'],
    ['an object', { type: 'divider' }],
    ['nothing', null],
  ])('refuses %s in place of a list', (_, blocks) => {
    expect(refuseBlocks(blocks)?.error).toBe('invalid_blocks_format');
  });

  it.each([
    ['a block that is no object', 'divider'],
    ['a block without a type', {}],
    ['an unknown block type', { type: 'sektion', text: mrkdwn(1) }],
    ['a block type named like an inherited property', { type: 'toString' }],
    ['a header in mrkdwn', { type: 'header', text: mrkdwn(3) }],
    ['an empty header', header(0)],
    ['an empty section text', section(0)],
    ['a section without text and fields', { type: 'section' }],
    ['a section with an empty list of fields', { type: 'section', fields: [] }],
    ['a section whose text is a string', { type: 'section', text: 'hello' }],
    ['an unknown text type', { type: 'section', text: { type: 'markdown', text: 'x' } }],
    ['a text that is no string', { type: 'section', text: { type: 'mrkdwn', text: 5 } }],
    ['emoji in mrkdwn', { type: 'section', text: { ...mrkdwn(1), emoji: true } }],
    ['verbatim in plain text', { type: 'section', text: { ...plain(1), verbatim: true } }],
    ['a context without elements', { type: 'context', elements: [] }],
    ['a button in a context', { type: 'context', elements: [button()] }],
    ['actions without elements', actions()],
    ['a text among actions', actions(mrkdwn(1))],
    ['a button text in mrkdwn', actions(button({ text: mrkdwn(1) }))],
    ['an unknown button style', actions(button({ style: 'warning' }))],
    ['an empty button value', actions(button({ value: '' }))],
    ['an image without alt text', { type: 'image', image_url: 'https://example.com/a.png' }],
    ['an image without address', { type: 'image', alt_text: 'graph' }],
    ['a field Slack does not know', { type: 'divider', colour: 'red' }],
    ['rich text without elements', { type: 'rich_text' }],
    ['an unknown rich text element', { type: 'rich_text', elements: [{ type: 'text' }] }],
  ])('refuses %s', (_, block) => {
    expect(refuseBlocks([block])?.error).toBe('invalid_blocks');
  });

  it('refuses the same block id twice', () => {
    const named = { type: 'divider', block_id: 'one' };
    expect(refuseBlocks([named, { ...named, block_id: 'two' }])).toBeUndefined();
    expect(refuseBlocks([named, named])?.messages).toEqual([
      '[ERROR] `block_id` "one" already exists [json-pointer:/blocks/1/block_id]',
    ]);
  });

  it('refuses the same action id twice in a block', () => {
    const ack = button({ action_id: 'ack' });
    expect(refuseBlocks([actions(ack), actions(ack)])).toBeUndefined();
    expect(refuseBlocks([actions(ack, ack)])?.error).toBe('invalid_blocks');
  });

  it('takes an alert message as the bot would write it', () => {
    const ack = button({ action_id: 'ack', value: 'g1', style: 'primary' });
    expect(
      refuseBlocks([
        { type: 'header', text: { type: 'plain_text', text: '🔴 High error rate', emoji: true } },
        { type: 'section', text: mrkdwn(80), accessory: { ...image(5, 30) } },
        { type: 'section', fields: [mrkdwn(5), plain(5)] },
        {
          type: 'image',
          alt_text: 'graph',
          image_url: 'https://example.com/1.png',
          title: plain(5),
        },
        { type: 'context', elements: [mrkdwn(20), image(5, 30)] },
        { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] },
        actions(ack, overflow(3), { type: 'static_select', options: [option(3, 3)] }),
        { type: 'divider' },
      ]),
    ).toBeUndefined();
  });
});
