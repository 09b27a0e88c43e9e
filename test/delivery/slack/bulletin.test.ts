import { expect, test } from 'vitest';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import { renderBulletin } from '../../../src/delivery/slack/bulletin.ts';

test('a text in parts is plain: neither its blocks nor its text mention or link', () => {
  const line = '<!channel> *now* <https://evil.example|here>';
  const { text, blocks } = renderBulletin({
    title: line,
    parts: [{ heading: line, lines: [line, line] }],
  });
  expect(text).not.toMatch(/<[!@#h]/u);
  expect(JSON.stringify(blocks)).not.toContain('mrkdwn');
  expect(JSON.stringify(blocks).split(JSON.stringify(line))).toHaveLength(5);
});

test('a text that is too long for a message is cut', () => {
  const lines = Array.from({ length: 100 }, () => 'x'.repeat(1_000));
  const { text, blocks } = renderBulletin({ title: 't', parts: [{ heading: 'h', lines }] });
  expect(blocks).toHaveLength(30);
  expect(refuseBlocks(blocks)).toBeUndefined();
  expect(text.length).toBeLessThan(1_000);
  expect(JSON.stringify(blocks[2])).toContain('…');
});
