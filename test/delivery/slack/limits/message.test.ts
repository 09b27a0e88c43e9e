import { expect, test } from 'vitest';
import { withinLimits } from '../../../../src/delivery/slack/limits/message.ts';
import { mrkdwn, plain } from '../../../../src/delivery/slack/message.ts';

const section = { type: 'section' as const, text: plain('disk full', 100) };

test('a message that Slack takes is sent as it is', () => {
  const message = { text: 'disk full', blocks: [section] };
  expect(withinLimits(message)).toEqual(message);
});

test('of one whose layout Slack would refuse people get the words', () => {
  const elements = Array.from({ length: 11 }, () => mrkdwn('x'));
  const blocks = [section, { type: 'context' as const, elements }];
  expect(withinLimits({ text: 'disk full', blocks })).toEqual({ text: 'disk full', blocks: [] });
});

test('a text is cut to what an update takes', () => {
  const { text } = withinLimits({ text: 'full '.repeat(2_000), blocks: [] });
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(text.endsWith('full…')).toBe(true);
});
