import { expect, test } from 'vitest';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import { runbooksAnswer } from '../../../src/handlers/walk/list-answer.ts';
import { runbook } from '../../runbooks/sample.ts';

const listed = (...texts: readonly string[]) => {
  const wrong = texts.map((text, index) => runbook(`wrong-${index}`, text));
  const problems = wrong.flatMap((one) => one.problems);
  const runbooks = [runbook('orders'), runbook('queue')];
  const answer = runbooksAnswer({ runbooks: { current: () => ({ runbooks, problems }) } });
  expect(refuseBlocks(answer.blocks ?? [])).toBeUndefined();
  return answer.text.split('\n').slice(1);
};

test('all runbooks are listed by the name that begins them', () => {
  expect(listed()).toEqual(['orders: Title of orders', 'queue: Title of queue']);
});

test('who looks for runbooks sees which files are not used as they are, and why', () => {
  const lines = listed(...Array.from({ length: 5 }, () => '```check\npass: up up\n```')).slice(2);
  expect(lines).toEqual([
    '⚠️ These files are not used as they are:',
    expect.stringMatching(/^wrong-0\.md:\d+:\d+: pass: /u),
    expect.stringMatching(/^wrong-1\.md:\d+:\d+: pass: /u),
    expect.stringMatching(/^wrong-2\.md:\d+:\d+: pass: /u),
    '+2 more: see tocsin runbook lint',
  ]);
});

test('of very many it says how many more there are', () => {
  const runbooks = Array.from({ length: 62 }, (_, index) => runbook(`orders-${index}`));
  const { text, blocks = [] } = runbooksAnswer({
    runbooks: { current: () => ({ runbooks, problems: [] }) },
  });
  expect(refuseBlocks(blocks)).toBeUndefined();
  expect(text.split('\n').at(-1)).toBe('+2 more: see tocsin runbook list');
});
