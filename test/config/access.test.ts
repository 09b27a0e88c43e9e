import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

test('without a word about access every member may respond, and nobody more', () => {
  expect(loadConfig({ text: '', env: {} }).config?.access).toEqual({
    default: 'responder',
    viewer: [],
    responder: [],
    operator: [],
    admin: [],
  });
});

test('people and user groups are named by their ids', () => {
  expect(problemLines('access: { default: none, admin: [U0ANA, W0BOB, S0OPS] }')).toEqual([]);
  expect(problemLines('access: { admin: ["@ana"] }')).toEqual([
    expect.stringMatching(
      /access\.admin\[0\]: "@ana" is not the id of a user or a user group; write/u,
    ),
  ]);
  expect(problemLines('access: { default: respnder }')).toEqual([
    expect.stringContaining('write responder'),
  ]);
});
