import { expect, test } from 'vitest';
import { INCIDENT } from '../runbooks/incidents/records.ts';
import { patientHistory } from '../../src/app/patient-history.ts';
import type { DeploymentRun } from '../../src/alert/deployment.ts';
import { bulletinOf, reportOf, type ReportSources } from '../../src/app/report.ts';
import type { PastMoment } from '../../src/engine/ports/history.ts';
import type { Incident } from '../../src/engine/ports/incidents.ts';

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

function historyOf(
  moments: readonly PastMoment[],
  incidents: readonly Incident[] = [],
  deployments: readonly DeploymentRun[] = [],
): ReportSources {
  return {
    history: {
      async *between(since, until) {
        yield* moments.filter(({ at }) => at >= since && at < until);
      },
    },
    incidents: {
      between: async (since, until) =>
        incidents.filter(({ openedAt: at }) => at >= since && at < until),
    },
    deployments: {
      between: async (since, until) => deployments.filter(({ at }) => at >= since && at < until),
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
  const history = patientHistory({
    between: () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new Error('Connection is closed.')),
      }),
    }),
  });
  await expect(reportOf({ ...historyOf([]), history }, POLICY, TIMES)).rejects.toMatchObject({
    name: 'TryAgain',
    message: 'The history can not be read now',
  });
});

test('incidents are held against those of the four times before; exercises count nowhere', async () => {
  const MINUTE = 60_000;
  const incident = (days: number, took: number, more: Partial<Incident> = {}): Incident => ({
    ...INCIDENT,
    openedAt: UNTIL - days * DAY + MINUTE,
    detectedAt: UNTIL - days * DAY,
    acknowledgedAt: UNTIL - days * DAY + 4 * MINUTE,
    resolvedAt: UNTIL - days * DAY + took * MINUTE,
    groups: [],
    ...more,
  });
  const { acknowledgedAt: _, resolvedAt: _end, ...open } = incident(3, 0, { severity: 'info' });
  const all = [
    incident(1, 20),
    incident(2, 60),
    open,
    incident(2, 9_999, { isDrill: true }),
    incident(9, 10),
    incident(36, 10),
  ];
  const { incidents } = await reportOf(historyOf([], all), POLICY, TIMES);
  expect(incidents).toMatchObject({
    incidents: 3,
    detection: MINUTE,
    response: 4 * MINUTE,
    repair: 40 * MINUTE,
    severities: [
      { severity: 'critical', incidents: 2, repair: 40 * MINUTE },
      { severity: 'info', incidents: 1, detection: MINUTE },
    ],
    before: [
      { incidents: 1, repair: 10 * MINUTE },
      { incidents: 0 },
      { incidents: 0 },
      { incidents: 0 },
    ],
  });
  expect(incidents?.severities[1]).not.toHaveProperty('repair');
  const week = await reportOf(historyOf([], all), POLICY, TIMES);
  expect(bulletinOf(week).parts.find(({ heading }) => heading === 'Incidents')?.lines).toEqual([
    '3 incidents, detected after 1 min (target 5 min: good), acknowledged after 4 min, repaired after 40 min (target 30 min: late)',
    'P0: 2 incidents, detected after 1 min (target 5 min: good), acknowledged after 4 min (target 0 s: late), repaired after 40 min (target 30 min: late); P3: 1 incident, detected after 1 min (target 5 min: good)',
    'The 4 before it: 1, repaired after 10 min; 0; 0; 0',
  ]);
});

test('of deployments the share that succeeded is told, in words too', async () => {
  const run = (days: number, outcome: DeploymentRun['outcome']): DeploymentRun => ({
    id: `${days}`,
    summary: '',
    outcome,
    at: UNTIL - days * DAY,
    labels: {},
    links: [],
  });
  const runs = [run(1, 'succeeded'), run(2, 'failed'), run(3, 'stopped'), run(8, 'failed')];
  const report = await reportOf(historyOf([], [INCIDENT], runs), POLICY, TIMES);
  expect(report.deployments).toEqual({ succeeded: 1, failed: 1 });
  expect(bulletinOf(report).parts[0]?.lines).toContain(
    '2 deployments, 1 succeeded: 50 % (target over 95 %: too few)',
  );
});
