import { expect, test } from 'vitest';
import type { Problem } from '../../src/metrics/problem.ts';
import { problemWords } from '../../src/metrics/problem-words.ts';

const PROBLEMS: readonly Problem[] = [
  { kind: 'unknown-metric', asked: 'Latancy', nearest: 'Latency' },
  { kind: 'unknown-metric', asked: 'Latancy' },
  { kind: 'unknown-dimension', asked: 'ApiName=shopp', nearest: 'ApiName=shop' },
  { kind: 'too-old', period: 60_000, kept: 15 * 86_400_000 },
  { kind: 'too-long', period: 60_000, longest: 660_000_000 },
  { kind: 'no-permission', action: 'cloudwatch:GetMetricData', role: 'arn:aws:iam::1:role/bot' },
  { kind: 'credentials-refused', status: 401 },
  { kind: 'no-credentials', expired: true },
  { kind: 'no-credentials', expired: false },
  { kind: 'throttled' },
  { kind: 'timed-out', after: 30_000 },
  { kind: 'region-off', region: 'eu-south-2' },
  { kind: 'unreachable', why: 'there is no such host' },
  { kind: 'refused', why: 'parse error' },
];

test('each problem has its own sentence, and one that says what to do next', () => {
  const words = PROBLEMS.map((problem) => problemWords(problem, 'aws'));
  expect(new Set(words.map(({ what, mend }) => what + mend)).size).toBe(PROBLEMS.length);
  for (const { what, mend } of words) {
    expect(what).toMatch(/\.$/u);
    expect(mend).toMatch(/[.?]$/u);
  }
});

test('what is missing is named: the action and the role, the nearest name', () => {
  const [unknown, , , , , denied] = PROBLEMS.map((problem) => problemWords(problem, 'aws'));
  expect(unknown).toEqual({
    what: 'aws knows no metric "Latancy".',
    mend: 'Did you mean "Latency"?',
  });
  expect(denied?.what).toBe('arn:aws:iam::1:role/bot may not do cloudwatch:GetMetricData in aws.');
});

test('what a server says of itself can not hide anything', () => {
  const why = 'no\u202Eway\u0007';
  expect(problemWords({ kind: 'refused', why }, 'prom').what).toBe(
    'prom refuses the question: noway .',
  );
});
