import { expect, test } from 'vitest';
import { patientHistory } from '../../src/app/patient-history.ts';
import { reportOf } from '../../src/app/report.ts';
import type { History, PastMoment } from '../../src/engine/ports/history.ts';

const DAY = 24 * 60 * 60_000;
const UNTIL = Date.UTC(2026, 0, 15, 9);
const TIMES = { from: UNTIL - 7 * DAY, until: UNTIL, zone: 'UTC' };
const POLICY = {
  responseTimes: { critical: 1, error: 1, warning: 1, info: 1 },
};

/** A group was told so many days before the end. */
function told(days: number): PastMoment {
  const at = UNTIL - days * DAY;
  return {
    what: 'told',
    at,
    group: `g${days}`,
    integration: 'slack/#ops',
    reason: 'first notification',
    startedAt: at,
    severity: 'warning',
    alarms: ['errors'],
  };
}

function historyOf(moments: readonly PastMoment[]): History {
  return {
    async *between(since, until) {
      yield* moments.filter(({ at }) => at >= since && at < until);
    },
  };
}

test('a report counts each moment once, and says day by day how far it is', async () => {
  const steps: [string, number | undefined][] = [];
  // At the borders of days and of the whole, and one that is too late.
  const history = historyOf([told(7), told(6), told(5.5), told(0.5), told(0)]);
  const job = {
    signal: new AbortController().signal,
    progress: (step: string, share?: number) => void steps.push([step, share]),
  };
  const { groups, notifications } = await reportOf(history, POLICY, TIMES, job);
  expect([groups, notifications]).toEqual([4, 4]);
  expect(steps).toHaveLength(14);
  expect(steps[0]).toEqual(['reading 2026-01-01', 0]);
  expect(steps[7]).toEqual(['reading 2026-01-08', 0.5]);
});

test('a report that nobody wants any more is not read on', async () => {
  const unwanted = new AbortController();
  const days: string[] = [];
  const progress = (step: string): void => {
    days.push(step);
    if (days.length === 3) unwanted.abort();
  };
  const job = { signal: unwanted.signal, progress };
  await expect(reportOf(historyOf([]), POLICY, TIMES, job)).rejects.toThrow('aborted');
  expect(days).toHaveLength(3);
});

test('of however long a time, no more is read than is kept', async () => {
  const steps: string[] = [];
  const job = {
    signal: new AbortController().signal,
    progress: (step: string) => void steps.push(step),
  };
  await reportOf(historyOf([]), POLICY, { ...TIMES, from: UNTIL - 40_000 * DAY }, job);
  expect(steps).toHaveLength(90);
});

test('a history that can not be read now may be tried again', async () => {
  const away: History = {
    between: () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new Error('Connection is closed.')),
      }),
    }),
  };
  await expect(reportOf(patientHistory(away), POLICY, TIMES)).rejects.toMatchObject({
    name: 'TryAgain',
    message: 'The history can not be read now',
  });
});
